"""REST under /api/v1: each endpoint is a call of Index, its parameters and answers as models.

search.py      search, multi-search       about.py       health, stats, fields, /docs
"""
