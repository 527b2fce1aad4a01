"""Evidence to probabilities: fitted tables, and candidates merged, scored and ranked by them."""
