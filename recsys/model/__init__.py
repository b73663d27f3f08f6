"""Scores and weights: user-kNN, item weights, hybrid, groups, evidence."""
