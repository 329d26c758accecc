"""`searchlib web`: an index as a page and as REST, served by FastAPI and uvicorn (the extra `web`).

    app.py          create_app(location, ...)       guards.py       Host, Origin, token, sizes, headers
    server.py       uvicorn, address, token         service.py      the newest index, and threads that answer
    parameters.py   query string and body           answering.py    forms of an answer, 304
    views.py        figures, timeline, ...          problems.py     error -> problem+json
    faults.py       handlers of errors              limits.py       what one request may take
    templating.py   templates/, static/             api/            REST
    connections.py  how long one may be silent      pages/          HTML

For a page:

- `answering.service_of(request)` is the Service of the app. `await service.answer(work)` runs `work()` in a thread;
  `service.newest()` is the Index to ask in it, one state for the whole request.
- `parameters.read_parameters(SearchParameters, request.query_params.multi_items(), form=True)` reads a page's address
  into the same model as the endpoint's; `search_request` makes the SearchRequest of it, `view_arguments` the arguments
  of a view. An error is a RequestValidationError (`faults.told` words it) or a QueryError (`query/caret.py` points).
- `templating.render("name.html", **values)` fills a template of templates/; scripts and styles are files of static/, at
  /static/, as the Content-Security-Policy allows no others.
- `views.VIEWS` has each view with its parameters and the call that makes it; `api/search.py` has `page_request` and
  `page_content` for a page of hits, and `next_cursor`.
- A page's router is included in `create_app`. The answers of the API are at /search.json, /figures.csv and so on too, with
  the parameters of the page (`routes.page_forms`).
"""
