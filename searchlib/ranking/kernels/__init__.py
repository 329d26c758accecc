"""The compiled variant's kernels, one query algorithm a file."""
