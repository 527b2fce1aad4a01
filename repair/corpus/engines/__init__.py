"""Engines: who does the chunks of a run, and steps for the pipelines of other frameworks."""
