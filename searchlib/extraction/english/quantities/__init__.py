"""Quantities in English text."""
