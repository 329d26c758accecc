"""English words and forms of dates, numbers and units: used by the query language and by the extractors."""
