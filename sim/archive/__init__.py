"""A finished result to hand on: packaged with all that it takes to repeat it, and verified by doing it again."""
