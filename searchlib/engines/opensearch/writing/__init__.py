"""Writing: bulk requests, the lease of the one writer, places, commits."""
