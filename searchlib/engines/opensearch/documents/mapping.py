"""The settings and the mapping of an index: one document a passage, one more for each document whole.

    words        `text`, and the document's title as `title_first` in its first passage, `title_rest` in the others: our own
                 terms, joined by spaces. Several terms at one position are one word there: each begins with JOIN.
                 `marks` has for each position whether a sentence begins, ends or both there: so `/s` needs no sentences.
    mentions     `statements`, `quantities` and `dates` are nested, so that values of two of them are never mixed. What is
                 stated inside of a statement stands in it once more: so `said(...)` is one nested query. A statement
                 that runs over several passages has the words, quantities and dates of all of them in each.
    facets       a flat keyword for each facet of the table of fields
    speakers     documents of their own, see `speakers/speaker_documents.py`: `key`, `group`, `name`, `told`, `junior`
    stored       `record` is the passage, or the document, as text (see `records`), and `header` the metadata that a hit shows.
                 The cluster keeps no source: what a document is found by is made again from what is stored.

The similarity is the frequency alone: what it is worth is said by each query, which knows exact lengths and idf. An index that is
made to be ranked by the cluster itself has its BM25 instead.
"""

from __future__ import annotations

from typing import Any, Final

from searchlib import fields

JOIN: Final = "\u0001"
HOLE: Final = "_"
"""The term of a position where no sentence begins or ends; it is dropped, and leaves its place."""

BEGIN: Final = "B"
END: Final = "E"
BOTH: Final = "O"

_IS_JOINED: Final = f"token.term.charAt(0) == (char){ord(JOIN)}"
"""Few words are parted, and the pattern by which they are is costly."""

GAP: Final = 1_000_000
"""Positions between two values of one field: no phrase and no proximity reaches over it."""

NAME_GAP: Final = 20_000
"""The same between the names of two statements: a voice is too short for one with so many parts, and may have many of them."""

MOST_TERMS: Final = 65_536
"""Alternatives of one condition, and distinct values of one count."""

WORD_FIELDS: Final = {"text": ("text",), "title": ("title_first", "title_rest")}
"""Where the words of a scored field stand."""

LENGTHS: Final = {"text": "length", "title": "title_length"}
"""Where the exact length of each scored field stands, in positions."""

PLACES: Final[dict[str, tuple[str, ...]]] = {
    "text": ("text", "length", "marks"),
    "title": ("title_first", "title_rest", "title_length"),
    "speaker": ("statements.voice",),
    "role": ("statements.roles",),
    "date": ("dates.first", "dates.last", "dates.length"),
    "number": ("quantities.low", "quantities.high"),
    "on": ("statements.on",),
    "published": ("published",),
    "source": ("source",),
    "doc": ("document",),
    "kind": ("statements.kind",),
    "is": ("statements.mark", "quantities.modifier"),
    "has": ("statements", "quantities", "dates"),
    "unit": ("quantities.unit",),
    "noun": ("quantities.noun",),
    "confidence": ("statements.confidence", "quantities.confidence", "dates.confidence"),
    "x": ("extra",),
}
"""Where what a filter on each field asks for stands in the mapping."""


def facet_field(facet: str) -> str:
    """Where the keys of a facet stand."""
    return f"facets.{facet.replace('.', '_')}"


def settings(*, shards: int, replicas: str) -> dict[str, Any]:
    """The settings of a new index; `replicas` is a range such as "0-1", so that one node alone is enough."""
    return {
        "index": {
            "number_of_shards": shards,
            "auto_expand_replicas": replicas,
            "refresh_interval": "-1",
            "max_terms_count": MOST_TERMS,
            "mapping.nested_objects.limit": 1_000_000,
            "analysis": {
                "filter": {
                    "parted": {
                        "type": "pattern_capture",
                        "preserve_original": False,
                        "patterns": [f"([^{JOIN}]+)"],
                    },
                    "alternatives": {"type": "condition", "filter": ["parted"], "script": {"source": _IS_JOINED}},
                    "holes": {"type": "stop", "stopwords": [HOLE]},
                },
                "analyzer": {
                    "terms": {"type": "custom", "tokenizer": "whitespace", "filter": ["alternatives"]},
                    "marks": {"type": "custom", "tokenizer": "whitespace", "filter": ["holes"]},
                },
            },
            "similarity": {"frequency": {"type": "scripted", "script": {"source": "return doc.freq;"}}},
        }
    }


def mapping(*, native: bool = False) -> dict[str, Any]:
    """The mapping: a field that it does not have is refused. `native`: words have the cluster's own similarity."""
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "_field_names": {"enabled": False},
        "_routing": {"required": True},
        "properties": {
            "what": _asked(),
            "document": _keyword(),
            "ordinal": _integer(),
            "place": {"type": "long"},
            "born": _asked_number("integer"),
            "added": _integer(),
            "path": _keyword(),
            "digest": _unsearched(_keyword()),
            "checksum": _unsearched(_integer()),
            **_scored(native=native),
            "published": _integer(),
            "source": _asked(),
            "extra": _keyword(),
            "fingerprint": {"type": "long"},
            "bands": _asked_number("long"),
            "voices": _unsearched(_keyword()),
            "key": _keyword(),
            "group": _integer(),
            "name": _asked(),
            "told": _terms(gap=NAME_GAP),
            "junior": _unsearched({"type": "boolean"}),
            "statements": _nested(
                kind=_asked(),
                speaker_kind=_asked(),
                confidence=_asked(),
                mark=_asked(),
                on=_asked_number("integer"),
                voice=_asked(),
                role=_unsearched(_keyword()),
                roles=_terms(),
                words=_terms(),
                marks=_terms(analyzer="marks"),
                quantities=_nested(**_quantity()),
                dates=_nested(**_period()),
            ),
            "quantities": _nested(**_quantity(), head=_unsearched(_keyword()), size=_unsearched({"type": "double"})),
            "dates": _nested(**{**_period(), "first": _integer()}),
            "facets": {"properties": {facet_field(name).partition(".")[2]: _facet(name) for name in fields.FACETS}},
            "publisher": _unsearched(_keyword()),
            "record": _stored(),
            "header": _stored(),
        },
    }


def _scored(*, native: bool) -> dict[str, Any]:
    """Words, their exact lengths and where sentences are."""
    made: dict[str, Any] = {"marks": _terms(analyzer="marks")}
    for name, places in WORD_FIELDS.items():
        similarity = {"similarity": "BM25", "norms": True} if native else {"similarity": "frequency"}
        made |= {place: {**_terms(), **similarity} for place in places}
        made[LENGTHS[name]] = _unsearched(_integer())
    return made


def _quantity() -> dict[str, Any]:
    ends = {name: _asked_number("double") for name in ("low", "high", "from", "to")}
    based = {f"base_{name}": _asked_number("double") for name in ends}
    return {
        **ends,
        **based,
        "unit": _asked(),
        "base": _asked(),
        "modifier": _asked(),
        "noun": _terms(index_options="docs"),
        "confidence": _asked(),
    }


def _period() -> dict[str, Any]:
    return {
        "first": _asked_number("integer"),
        "last": _asked_number("integer"),
        "length": _asked_number("integer"),
        "confidence": _asked(),
    }


def _nested(**properties: Any) -> dict[str, Any]:
    return {"type": "nested", "properties": properties}


def _facet(name: str) -> dict[str, Any]:
    """The keys of a facet are counted; of speakers they are asked for too."""
    return _keyword() if name == "speaker" else _unsearched(_keyword())


def _stored() -> dict[str, Any]:
    """A text that is kept as it is."""
    return {"type": "keyword", "index": False, "doc_values": False, "store": True}


def _keyword() -> dict[str, Any]:
    return {"type": "keyword"}


def _asked() -> dict[str, Any]:
    """A keyword that is asked for, and never counted or sorted by."""
    return {"type": "keyword", "doc_values": False}


def _integer() -> dict[str, Any]:
    return {"type": "integer"}


def _asked_number(kind: str) -> dict[str, Any]:
    return {"type": kind, "doc_values": False}


def _unsearched(field: dict[str, Any]) -> dict[str, Any]:
    """A field that is counted or sorted by, and never asked for."""
    return {**field, "index": False}


def _terms(*, analyzer: str = "terms", index_options: str = "positions", gap: int = GAP) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "text", "analyzer": analyzer, "norms": False, "index_options": index_options}
    if index_options == "positions":
        made["position_increment_gap"] = gap
    return made
