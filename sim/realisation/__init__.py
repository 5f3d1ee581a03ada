"""The realisation: one replication's world in whole numbers, with all its draws made."""
