"""Engines: what keeps an index and answers from it."""
