"""Makes a route of a function and the models of its parameters, so that no name of a parameter is spelled at an endpoint."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import BaseModel, ValidatorFunctionWrapHandler, WrapValidator, create_model

from searchlib import versions
from searchlib.fields import FACETS
from searchlib.web.answering import MEDIA_TYPES
from searchlib.web.parameters import Format, NoParameters, read_body, repeated
from searchlib.web.problems import MEDIA_TYPE, PROBLEM_SCHEMA, Refused

Answering = Callable[..., Awaitable[Any]]

_ERROR: Final = {"description": "An error", "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
_IN_PATH: Final[dict[str, Any]] = {
    "id": Annotated[str, Path(description="The id of a document, or of a passage: `document#ordinal`, the # as %23.")],
    "name": Annotated[
        str,
        Path(
            description="The name of a facet; x. and a name count by a source's own column.",
            json_schema_extra={"enum": list(FACETS)},
        ),
    ],
}
"""What the names in a path are."""
_NAME_IN_PATH: Final = re.compile(r"{(\w+)(?::path)?}")


def versioned(model: type[BaseModel], **more: Any) -> type[BaseModel]:
    """The model of an answer's JSON: `schema_version` stands before what the model has, `more` behind it."""
    name = f"{model.__name__}Answer"
    made: type[BaseModel] = create_model(name, __base__=model, schema_version=(int, versions.RESULTS_VERSION), **more)
    return made


def add_get(
    router: APIRouter,
    path: str,
    answering: Answering,
    *,
    query: type[NoParameters] = NoParameters,
    model: type[BaseModel] | None = None,
    forms: Sequence[Format] = ("json",),
    name: str = "",
) -> None:
    """Answer GET at `path` by `answering(request, given, **names in the path)`; `given` is a `query`."""
    endpoint = _endpoint(answering, path, query=query, body=None)
    _add(router, path, endpoint, "GET", model, forms, name or answering.__name__)


def add_post(
    router: APIRouter,
    path: str,
    answering: Answering,
    *,
    body: type[NoParameters],
    model: type[BaseModel] | None = None,
    forms: Sequence[Format] = ("json",),
    name: str = "",
) -> None:
    """Answer POST at `path` by `answering(request, given)`; `given` is a `body`, which comes as JSON."""
    endpoint = _endpoint(answering, path, query=NoParameters, body=body)
    _add(router, path, endpoint, "POST", model, forms, f"{name or answering.__name__}_by_post")


def add_delete(router: APIRouter, path: str, answering: Answering) -> None:
    """Answer DELETE at `path` by `answering(request, given, **names in the path)` with 204."""
    endpoint = _endpoint(answering, path, query=NoParameters, body=None)
    done: dict[int | str, dict[str, Any]] = {204: {"description": "Done"}, "4XX": _ERROR, "5XX": _ERROR}
    name = answering.__name__
    router.add_api_route(
        path, endpoint, methods=["DELETE"], status_code=204, responses=done, operation_id=name, name=name
    )


def _add(
    router: APIRouter,
    path: str,
    endpoint: Answering,
    method: str,
    model: type[BaseModel] | None,
    forms: Sequence[Format],
    name: str,
) -> None:
    tables = {MEDIA_TYPES[form]: {"schema": {"type": "string"}} for form in forms if form != "json"}
    success: dict[str, Any] = {"description": "The answer", "content": tables}
    if model is not None:
        success["model"] = model
    router.add_api_route(
        path,
        endpoint,
        methods=[method],
        response_class=Response,
        responses={200: success, "4XX": _ERROR, "5XX": _ERROR},
        operation_id=name,
        name=name,
    )


def _endpoint(
    answering: Answering, path: str, *, query: type[NoParameters], body: type[NoParameters] | None
) -> Answering:
    """The function that FastAPI calls: its signature names what the path, the query string and the body hold."""

    async def endpoint(request: Request, in_query: Any, in_body: Any = None, **in_path: str) -> Any:  # noqa: ARG001
        _refuse_repeated(request, query)
        given = in_query if body is None else read_body(body, await request.body())
        return await answering(request, given, **in_path)

    parameters = {"request": Request, "in_query": Annotated[query, Query()]}
    if body is not None:  # FastAPI describes it, but would take "5" for 5: so `read_body` reads it
        parameters["in_body"] = Annotated[body, WrapValidator(_unread), Body()]
    parameters |= {name: _IN_PATH[name] for name in _NAME_IN_PATH.findall(path)}
    keyword = inspect.Parameter.KEYWORD_ONLY
    endpoint.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, keyword, annotation=kind) for name, kind in parameters.items()]
    )
    endpoint.__doc__ = answering.__doc__
    return endpoint


def _unread(given: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """An object as it came; what is none, or no JSON, is refused."""
    return given if isinstance(given, dict) else read(given)


def _refuse_repeated(request: Request, query: type[NoParameters]) -> None:
    for name in repeated(query, request.query_params.multi_items()):
        raise Refused("bad_parameter", f"{name} is given more than once.", parameter=name)
