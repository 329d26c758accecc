"""The pages: plain HTML that works without a script, and says in its address all that it shows.

routes.py        which address shows what        address.py      an address as values, and addresses made of it
search.py        the page of hits                filters.py      clauses of a query, and values to choose from
reading.py       a whole article                 histogram.py    counts through time as bars with links
views.py         the pages of views              figures.py      figures, question by question
speaker.py       the page of one speaker         figure_chart.py figures as a picture
marking.py       text cut into marked pieces     notes.py        a mention in words
taking.py        files, commands, Python         answers.py      a template as a response; errors as pages

A page is made of a view model: frozen values that a pure function makes of an answer of the index. Templates only show them.
"""
