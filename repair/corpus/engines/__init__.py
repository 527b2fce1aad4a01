"""Engines, which process the chunks of a run, and steps for the pipelines of other frameworks."""
