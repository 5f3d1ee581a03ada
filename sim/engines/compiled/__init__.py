"""The compiled engine: the same model on one array of numbers, compiled by Numba.

The data's way: `tables` lays a scenario out in memory, `kernel` draws and lives through the days,
`engine` gives the log.
"""
