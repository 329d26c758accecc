"""Whether a clause places its date ahead or back."""
