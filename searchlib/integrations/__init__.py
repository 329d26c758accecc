"""Retrievers for frameworks, one module each: `langchain`, `llamaindex`, `haystack`. Each needs the extra of its name."""
