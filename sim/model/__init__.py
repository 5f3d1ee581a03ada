"""The model: what exists and what happens, once; plain functions on entities, which both engines call.

An engine says when a function is called and what holds the entities: objects of Python, or memory that compiled code
reads. So the functions here use numbers, entities, lists of these, and loops; nothing that a compiler of numbers lacks.
"""
