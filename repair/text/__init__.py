"""What all rooms need to handle text: tokens, spacing, wrapped lines, fingerprints of places."""
