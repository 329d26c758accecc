"""A segment as it is read: dictionary, mention tables, stored records."""
