"""The speakers of a whole index, linked, and the documents that keep them."""
