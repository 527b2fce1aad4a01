"""Fetches the pages of articles again, from their addresses or from the Wayback Machine, only where a user asks for it.

The one room that reads from the network. It asks a host for one page at a time, as its robots.txt allows, and keeps what
it got in a cache, from which a run can be repeated without a network.
"""
