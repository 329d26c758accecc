"""Who speaks in the documents of a snapshot: the speakers of its segments, linked, and kept from state to state."""
