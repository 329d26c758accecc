"""What lies on the disk: array files, records, commits."""
