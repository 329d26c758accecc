"""English words for numbers and units: used by the query language and by the extractors."""
