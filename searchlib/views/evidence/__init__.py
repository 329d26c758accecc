"""When two sentences state one thing, and in what they differ: parts of comparison and verification."""
