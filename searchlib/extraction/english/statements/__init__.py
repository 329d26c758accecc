"""Statements in English text: who said what."""
