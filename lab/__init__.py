"""The laboratory: what Matinee is measured and drawn with; no part of the program."""
