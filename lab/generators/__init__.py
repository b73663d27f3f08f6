"""Invented releases: of any size for benchmarks, and the sample that Matinee ships."""
