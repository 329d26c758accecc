"""Passages as documents of the cluster."""
