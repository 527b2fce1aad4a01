"""Measuring: damage made from sound texts, coefficients fitted on it, and a scoreboard.

A user runs it on texts and truth files of their own; the coefficients that `repair` ships were fitted by it.
"""
