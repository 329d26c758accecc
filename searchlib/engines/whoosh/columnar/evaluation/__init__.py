"""How a query is decided on arrays."""
