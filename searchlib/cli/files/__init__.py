"""Commands that work with files of the user: open one, watch folders, export the index."""
