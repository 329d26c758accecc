"""What is made of matches: order, facets, marks, names."""
