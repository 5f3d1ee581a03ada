"""The explorer inside a sweep's report: its replications, and the script that filters and reweights them."""
