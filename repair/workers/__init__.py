"""Processes that share work, and the cache of what they found."""
