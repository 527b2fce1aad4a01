"""Editions: the whole article with its apparatus, for archives, word processors and browsers."""
