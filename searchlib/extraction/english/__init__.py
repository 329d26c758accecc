"""English: what its words, names, dates and numbers look like."""
