"""The laboratory: what measures Matinee and what makes its files; no part of the product."""
