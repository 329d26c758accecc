"""Reports that go on without a cue: "S said the mill was lost. Two hundred people would have to go."

The sentence behind a report, in its paragraph, is its source's too where its verb is shifted back in time as in reported
speech ("would", "had been"), and nobody else speaks in it. In a text that tells what happened, "was" alone tells nothing.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from searchlib.extraction.english.lexicon.function_words import IRREGULAR_PARTICIPLES
from searchlib.extraction.english.speech_forms import FORMS
from searchlib.extraction.english.statements.content import AttributedSpan, sentence_end
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import HE_OR_SHE, QUOTES, Tag

_MOST = 3  # sentences that go on with one report
_LONGEST = 60  # tokens of one
_SHIFTED = frozenset("would wouldn't could couldn't might".split())
_BACK = _SHIFTED | frozenset("had was were hadn't wasn't weren't did didn't".split())
_NOW = frozenset(
    """is are am has have will can may must isn't aren't hasn't haven't won't can't do does don't""".split()
)
_TELLING_ON = frozenset(
    "say add tell warn explain note state insist claim report reveal disclose announce confirm".split()
)
"""Verbs whose report the next sentence may go on with."""
_POINTS_BACK = frozenset("such this that but though although yet so instead".split())
"""Words that open what the text itself says of a report."""
_FINITE = re.compile(r"[xkVv]")
_SUBJECT = re.compile(r"(?:[acs]{0,2}|f[^,.\n]{1,8},)(?:[hH]|[dpPnrNBMAK#oqfDc]{1,12})a{0,2}x")
"""A sentence whose first verb is an auxiliary behind a plain subject."""


def find_free_reports(tagged: TaggedText, found: list[AttributedSpan]) -> list[AttributedSpan]:
    """The sentences that go on with the reports among the statements `found`, which are in the order of the text."""
    starts = [span.start for span in found]
    more: list[AttributedSpan] = []
    for span in found:
        if not _reports(tagged, span):
            continue
        clause = span.clause
        assert clause is not None
        last = bisect_left(tagged.starts, span.end) - 1
        at = sentence_end(tagged.tags, max(last, clause.verb))
        for _ in range(_MOST):
            if tagged.tags[at : at + 1] != Tag.STOP:
                break
            first, at = at + 1, sentence_end(tagged.tags, at + 1)
            if not _goes_on(tagged, span, first, at) or _is_taken(tagged, starts, first, at):
                break
            more.append(
                span._replace(
                    start=tagged.starts[first],
                    end=tagged.ends[at - 1],
                    kind="indirect",
                    form="free report",
                    carried=True,
                )
            )
    return more


def _reports(tagged: TaggedText, span: AttributedSpan) -> bool:
    """Whether a statement is a report in the past by somebody: "S said P"."""
    clause = span.clause
    if (
        clause is None
        or clause.weak
        or span.kind == "direct"
        or span.form not in ("reported", "quote last", "quote first")
    ):
        return False
    shape = FORMS.get(tagged.words[clause.verb].lower(), ("", ""))[1]
    if shape != "past" or clause.base not in _TELLING_ON or clause.shape not in ("subject-verb", "verb-subject"):
        return False
    first, last = bisect_left(tagged.starts, span.start), bisect_left(tagged.starts, span.end)
    said = {word.lower() for word in tagged.words[first:last]}
    return clause.phrase.kind != "pronoun" and not said.isdisjoint(_BACK) and said.isdisjoint(_NOW)


def _goes_on(tagged: TaggedText, span: AttributedSpan, first: int, end: int) -> bool:
    """Whether the sentence of tokens `first` to `end` is shifted back like what somebody says."""
    tags, words = tagged.tags, tagged.words
    if not 3 < end - first < _LONGEST or tags[end : end + 1] != Tag.STOP or any(q in tags[first:end] for q in QUOTES):
        return False
    if (
        any(words[at : at + 2] == ["not", "be"] for at in range(first, min(end, first + 12)))
        and "reached" in words[first:end]
    ):
        return False  # "Lawyers for the men could not be reached."
    match = _SUBJECT.match(tags, first, end)
    if match is None or words[first].lower() in _POINTS_BACK or _is_source(tagged, span, first, match.end()):
        return False
    verb = match.end() - 1
    word = words[verb].lower()
    if word in _SHIFTED:
        return True
    he = tags[verb - 1] in HE_OR_SHE or Tag.HE in tags[first:verb]
    return word == "had" and not he and _is_participle(words[verb + 1].lower())


def _is_participle(word: str) -> bool:
    return word in ("been", "not", "never", "already", "only") or word.endswith("ed") or word in IRREGULAR_PARTICIPLES


def _is_source(tagged: TaggedText, span: AttributedSpan, first: int, end: int) -> bool:
    """Whether the sentence is about its source by name: then the text tells of it, and does not report."""
    phrase = span.phrase
    if phrase is None:
        return True
    names = {tagged.words[at] for at in range(phrase.first, phrase.last) if tagged.tags[at] in "NB"}
    return not names.isdisjoint(tagged.words[first:end])


def _is_taken(tagged: TaggedText, starts: list[int], first: int, end: int) -> bool:
    """Whether another statement begins in the sentence."""
    low = bisect_left(starts, tagged.starts[first])
    return low < bisect_right(starts, tagged.ends[end - 1])
