"""Which statements retell one utterance, and how their wordings differ."""
