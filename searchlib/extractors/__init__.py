"""Extractors: pure functions from a whole document's text to what it states - speakers, dates, numbers."""
