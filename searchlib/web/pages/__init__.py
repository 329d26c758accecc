"""The pages: plain HTML that works without a script, and says in its address all that it shows.

routes.py        which address shows what        address.py      an address as values, and addresses made of it
search.py        the page of hits                histogram.py    publication as bars with links
pills.py         the clauses of a query          facets.py       values to choose from
reading.py       a whole article                 marking.py      text cut into marked pieces
notes.py         a mention in words              answers.py      a template as a response; errors as pages

A page is made of a view model: frozen values that a pure function makes of an answer of the index. Templates only show them.
"""
