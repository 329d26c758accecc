"""Noun phrases: names with their roles, chains and lists of them, and what is inserted between a subject and its verb."""
