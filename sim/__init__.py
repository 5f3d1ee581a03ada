"""gpu-supply-sim: scenario file -> realisation -> engine -> event log -> key figures, pictures."""
