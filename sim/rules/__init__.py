"""The rules of the model, shared by every engine: plain functions on whole numbers and flat sequences.

An engine that is interpreted calls them with lists, one that is compiled with arrays. So they use numbers, indices
and loops, and nothing that a compiler of numbers lacks: no text, no mapping, no optional value (`NO_LIMIT` and the
like stand for absence), a policy by its code.
"""
