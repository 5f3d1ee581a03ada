"""What users add from outside: allocation policies, distributions and key figures of their own, as functions."""
