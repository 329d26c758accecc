"""What views give, one module a view: figures, a timeline, and the rows that they share."""
