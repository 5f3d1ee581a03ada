"""An extension of Numba that knows nothing of the model: entities in memory, for compiled code and for plain Python.

A dataclass is an entity; its fields are cells of memory; functions that take entities as arguments compile as they are
written. Numba is imported here and in `sim.engines.compiled` only.
"""
