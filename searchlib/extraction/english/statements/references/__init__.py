"""From the words that name a source to its speaker: full names, pronouns, "the minister", "the company"."""
