"""Whoosh's own interface over the columnar arrays."""
