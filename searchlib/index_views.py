"""The views of an Index: what its passages state, side by side. Each method only delegates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from searchlib.engines.contract import Reader
from searchlib.errors import ArgumentError
from searchlib.query.context import shortened

if TYPE_CHECKING:
    from searchlib.models.views.comparison import Comparison
    from searchlib.models.views.figures import Figures
    from searchlib.models.views.quotes import Quotes
    from searchlib.models.views.speaker_page import SpeakerPage
    from searchlib.models.views.timeline import Step, Timeline
    from searchlib.models.views.verification import Verification
    from searchlib.view_requests import ViewArguments


class IndexViews:
    """The methods of Index that compare the mentions of many passages.

    Those that take a query share their other arguments, `ViewArguments`: `noun`, `unit`, `number`, `speaker`, `role` and `on`
    hold of every single row, `published` and `source` of its document; their values are those of the fields in a query. The
    best `limit` matching passages are read, 0 reads all. `every_word`, `literal`, `explicit_only` and `today` are those of `search`. Without a
    query and filters everything is shown; a query that holds no word finds nothing.
    """

    @property
    def reader(self) -> Reader:
        """The Reader whose passages are viewed."""
        raise AssertionError("Index says which")

    @property
    def path(self) -> Path:
        """The folder with the settings of the index."""
        raise AssertionError("Index says which")

    def locate(self, name: str) -> str:  # noqa: ARG002 - Index says
        """The id of the document or passage that is meant by an id or a place."""
        raise AssertionError("Index says which")

    def figures(self, query: str = "", **arguments: Unpack[ViewArguments]) -> Figures:
        """Every figure stated in the passages that match a query: who gave it, for which day, and who contradicts whom.

        A word of the query also finds figures of close nouns (soldiers: troops), which `nouns.toml` in the index's folder
        extends. Raises QueryError, and TypeError for an argument that no view has.
        """
        from searchlib.view_requests import view_request, with_diagnosis
        from searchlib.views.figures import figures

        request = view_request(query, arguments, self.path, has="number")
        return with_diagnosis(self.reader, figures(self.reader, request), request)

    def timeline(self, query: str = "", *, by: Step = "day", **arguments: Unpack[ViewArguments]) -> Timeline:
        """What holds for which day, week or month: the figures of one group, lowest and highest, and what is said.

        The figures are those of the group that `figures` puts first, so `noun` and `unit` choose it. Days are those a
        text states, else the day it was said, else the publication's. Raises QueryError, ArgumentError for another `by`,
        and TypeError for an argument that no view has.
        """
        from searchlib.view_requests import view_request, with_diagnosis
        from searchlib.views.timeline import timeline

        if by not in ("day", "week", "month"):
            raise ArgumentError(f"by must be 'day', 'week' or 'month'; got {shortened(by)}.")
        request = view_request(query, arguments, self.path)
        return with_diagnosis(self.reader, timeline(self.reader, request, by=by), request)

    def quotes(self, query: str = "", **arguments: Unpack[ViewArguments]) -> Quotes:
        """What is said in the passages that match a query: each utterance once, with all its wordings.

        A word of the query also finds words that retell it (conversation: dialogue). `noun`, `unit` and `number` ask for
        statements with such a figure. Raises QueryError, and TypeError for an argument that no view has.
        """
        from searchlib.view_requests import view_request, with_diagnosis
        from searchlib.views.quotes import quotes

        request = view_request(query, arguments, self.path, has="statement")
        return with_diagnosis(self.reader, quotes(self.reader, request), request, states="holds a statement")

    def speaker(self, name: str, **arguments: Unpack[ViewArguments]) -> SpeakerPage:
        """One page about a person or organization: names, roles, statements by month, figures, whom they contradict.

        `name` is any name of theirs; of several speakers who have it the one with the most statements is meant, and a
        warning names the others. `limit` bounds the passages whose figures are read,
        and the articles for who is quoted beside; all statements are counted. The page is false, and has near names as
        suggestions, when nobody has the name. Raises ArgumentError for an empty name, QueryError, and TypeError for an argument that no view has.
        """
        from searchlib.models.views.speaker_page import SpeakerPage
        from searchlib.view_requests import speaker_request, with_mentions_missed
        from searchlib.views.speaker_page import resolved, speaker_page

        if not isinstance(name, str) or not name.strip():
            raise ArgumentError(f"name must be the name of a speaker; got {shortened(name)}.")
        speaker, others = resolved(self.reader, name)
        if speaker is None:
            near = tuple(f"did you mean {other}?" for other in self.reader.nearest_names(name))
            page = SpeakerPage(generation=self.reader.version, query=name, parsed=f"speaker:{name}", suggestions=near)
            return with_mentions_missed(self.reader, page)
        return speaker_page(self.reader, speaker_request(name, speaker, others, arguments, self.path), speaker)

    def verify(self, text: str, *, limit: int = 5, written: date | None = None) -> Verification:
        """What the index says of each sentence of a text: the passages that state it, state it otherwise, or deny it.

        The text is prose, one citation a line, or rows of a table that this library printed (CSV, or JSON Lines). A sentence is
        stated when one sentence of an article has its figures, days, speakers and names, and most of its other words.
        Quotations in it are checked word for word. Each sentence shows at most `limit` pieces of evidence, 0: all; `written`
        is the day from which "Thursday" or "last week" in it count. Raises ArgumentError for what is no text.
        """
        from searchlib.indexing.preparation import prepare
        from searchlib.view_requests import close_nouns, with_mentions_missed
        from searchlib.views.evidence.citations import read_citations
        from searchlib.views.verification import verify

        if not isinstance(text, str):
            raise ArgumentError(f"text must be a text; got {shortened(text)}.")
        if not isinstance(limit, int) or limit < 0:
            raise ArgumentError(f"limit must be a whole number, 0 or more; got {shortened(limit)}.")
        citations = read_citations(text, prepare, published=written)
        verified = verify(self.reader, text, citations, close_nouns(self.path), limit=limit)
        return with_mentions_missed(self.reader, verified)

    def compare(self, one: str, other: str) -> Comparison:
        """What two documents state alike, otherwise, or alone. Each is given as in `locate`: an id, a path, `path:line`. Raises NotFound."""
        from searchlib.view_requests import close_nouns, document_of, with_mentions_missed
        from searchlib.views.comparison import compare

        documents = [document_of(self.reader, self.locate(name)) for name in (one, other)]
        compared = compare(self.reader, documents[0], documents[1], close_nouns(self.path))
        return with_mentions_missed(self.reader, compared)
