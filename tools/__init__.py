"""Generators of documents: nothing of it is in the wheel."""
