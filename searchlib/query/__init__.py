"""The query language: its marks, its nodes, its parser."""
