"""Engines that find neighbours: adapters of `recsys.types.NeighbourIndex`."""
