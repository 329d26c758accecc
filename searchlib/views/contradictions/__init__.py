"""Which figures cannot both be true, and which of these pairs are most likely of one matter."""
