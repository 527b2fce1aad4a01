"""What runs a model: encoders, and products with fewer bits."""
