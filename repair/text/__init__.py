"""Text as all rooms handle it: tokens, spacing, wrapped lines, fingerprints of places."""
