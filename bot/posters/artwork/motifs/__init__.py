"""What stands for a genre: shapes on a canvas."""
