"""From MovieLens ratings to recommendations, served by Qdrant."""
