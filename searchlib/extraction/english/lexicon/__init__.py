"""Tables of English words; no rule stands here."""
