"""Engines: each simulates a realisation, and all give the same event log."""
