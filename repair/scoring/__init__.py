"""Turns evidence into probabilities: fitted tables, which merge, score and rank the candidates."""
