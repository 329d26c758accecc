"""Texts that all user interfaces share: remedies of errors, values in words, tables."""
