"""How good the recommendations are: protocol, metrics, baselines."""
