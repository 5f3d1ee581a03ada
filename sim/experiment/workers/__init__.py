"""Who does the work: this process, processes of this machine, or a Dask cluster."""
