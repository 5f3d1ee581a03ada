"""The version of the package, and that of its digests, in one place."""

VERSION = "0.1.0"

DIGESTS = 1
"""Number of the digests: the same scenario, seed and replication have the same digest as long as it is the same.

Who changes what the model does, draws or puts into a digest raises it; `tests/engines/test_digests.py` says when.
"""
