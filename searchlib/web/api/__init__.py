"""REST under /api/v1: each endpoint is a call of the index, its parameters and answers as models.

routes.py      which endpoint takes what      routing.py     a route of a function and its models
search.py      search, multi-search           views.py       figures, timeline, quotes, ...
facets.py      the values of a field          documents.py   documents, passages, speakers; adding and deleting
about.py       health, stats, fields, /docs   answers.py     models of answers
"""
