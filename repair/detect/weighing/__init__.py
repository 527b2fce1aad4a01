"""How sure findings are: what rules and readers saw, grouped into places, which fitted tables weigh."""
