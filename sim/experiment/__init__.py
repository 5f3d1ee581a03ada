"""Experiments: one replication, many replications, and what they say."""
