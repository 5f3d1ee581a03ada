"""The readable engine: every actor of the model is a SimPy process."""
