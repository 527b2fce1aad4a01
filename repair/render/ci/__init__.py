"""Reports in the formats of build servers and code hosts."""
