"""Nodes of the query language as queries of the cluster."""
