"""The scenario: what the user writes in a TOML file, checked and frozen."""
