"""Dates in English text."""
