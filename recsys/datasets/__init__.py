"""MovieLens releases and the invented sample."""
