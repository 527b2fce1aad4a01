"""The review page: its server, what guards it, and its files."""
