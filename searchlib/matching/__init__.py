"""ONE query node against ONE passage: does it match, by which mentions, at which characters. Shared by all engines.

evaluation       groups: And, Or, Not, Clauses over what the leaves say
passage_text     words, phrases and proximities in a text
mentions         filters: which statements, dates and quantities satisfy one
statements       said(...): which statements satisfy everything inside the brackets
passage_leaves   what the leaves say of one stored passage
highlighting     the characters by which a passage matches
explaining       the mentions that satisfied each filter
"""
