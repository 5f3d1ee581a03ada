"""Experiments: one replication, and many of them by a plan, on workers, interrupted and resumed."""
