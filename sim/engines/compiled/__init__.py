"""The compiled engine: the model's functions compiled by Numba, on its entities in memory.

`memory` lays a scenario's entities out, `kernel` draws and goes through the days, `engine` gives the log.
"""
