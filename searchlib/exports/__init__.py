"""An index, or what a query finds in it, as a file for other programs: SQLite, Parquet, JSON Lines, CIFF."""
