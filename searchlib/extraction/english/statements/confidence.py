"""How sure a statement is: the name of its rule, and the class that the rule has earned."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from searchlib.extraction.english.lexicon.speech_verbs import NEEDS_CLAUSE
from searchlib.extraction.english.statements.content import AttributedSpan, content_start
from searchlib.extraction.english.statements.cues import Clause
from searchlib.extraction.english.statements.phrases.noun_chains import CLAUSE_AHEAD
from searchlib.extraction.english.statements.references.resolver import Speaker
from searchlib.extraction.english.statements.reports import is_relative
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import Tag
from searchlib.models import Confidence

CLASSES: Final[dict[str, Confidence]] = {
    # a quotation with its clause behind it: cases judged, and the percentage that is right
    "quote first, subject-verb": "explicit",  # 751, 98.1
    "quote first, verb-subject": "explicit",  # 411, 98.1
    "quote first, surname": "inferred",  # 21, 95.2
    "quote first, organization": "inferred",  # 20, 95.0
    "quote first, mixed": "inferred",  # 57, 91.2
    "quote first, pronoun": "inferred",  # 128, 99.2: but the words name nobody
    "quote first, far pronoun": "inferred",  # 204, 93.6
    "quote first, according": "inferred",  # 3, 100
    # a quotation with its clause before it
    "quote last, subject-verb": "explicit",  # 515, 96.9
    "quote last, surname": "inferred",  # 19, 94.7
    "quote last, organization": "inferred",  # 34, 88.2
    "quote last, verb-subject": "inferred",  # 9, 88.9
    "quote last, according": "inferred",  # 6, 83.3
    "quote last, pronoun": "inferred",  # 139, 97.1
    "quote last, shared": "inferred",  # 126, 96.8
    "quote last, subordinate": "inferred",  # 47, 91.5
    # a report
    "reported, subject-verb": "explicit",  # 455, 97.4
    "reported, verb-subject": "explicit",  # 43, 100
    "reported, object": "inferred",  # 265, 94.0
    "reported, distant": "inferred",  # 96, 90.6
    "reported, surname": "inferred",  # 55, 89.1
    "reported, organization": "inferred",  # 153, 88.9: the gold cuts long names
    "reported, according": "inferred",  # 56, 83.9: the same
    "reported, pronoun": "inferred",  # 146, 97.3
    "reported, shared": "inferred",  # 167, 91.0
    # a quotation without a clause of its own
    "continued": "inferred",  # 753, 97.6: but the clause is another's
    "paragraphs": "inferred",  # 4 cases
    "signature": "explicit",  # 14, 100
    # what the layout names
    "transcript": "explicit",  # 18: all right as read; the gold takes a label for no name
    "cue": "explicit",  # the source's own
    "post": "inferred",  # 4 cases
}
"""The class of each rule. Its precision on judged news (PolNeAR) decides where ten cases or more were judged: explicit from
97 in a hundred, inferred from 90; a third of what counts as wrong there is an error of the gold. All other rules are guessed
("reported, nested" 74, "reported, subordinate" 83, "far pronoun" 79 and 86, "subject before" 70, "last speaker" 66); joint
statements too, of which the gold keeps the first speaker only. A rule right in fewer than 60 is left out: reports in
relative clauses ("the wall that S promised"). `python -m benchmarks.rules` measures it."""


def class_of(rule: str) -> Confidence:
    """The class of a rule; guessed for one that is not in `CLASSES`."""
    return CLASSES.get(rule, "guessed")


def rule_of(tagged: TaggedText, span: AttributedSpan, who: Speaker, nested: dict[int, str]) -> str:
    """The name of the rule that made a statement, with what sets its case apart: "reported, pronoun".

    `nested` are the cues inside what somebody else says (see `nested_cues`).
    """
    clause = span.clause
    if clause is None or span.form not in _BY_CLAUSE:
        return span.form
    return f"{span.form}, {_case(tagged, span, clause, who, nested)}"


_BY_CLAUSE = frozenset(("quote first", "quote last", "reported"))


def _case(tagged: TaggedText, span: AttributedSpan, clause: Clause, who: Speaker, nested: dict[int, str]) -> str:
    if clause.others and span.phrase is not clause.phrase:
        return "joint"
    if clause.verb in nested and span.form != "quote first":
        return nested[clause.verb]
    if clause.weak:
        return "weak"
    if clause.phrase.kind in ("pronoun", "unknown") and not who.name:
        return "nobody"
    if who.inferred:
        return _resolved(span, clause, who)
    if clause.shape != "subject-verb":
        return "shared organization" if clause.shape == "shared" and who.kind == "organization" else clause.shape
    return _embedded(tagged, span, clause) or _named(tagged, span, clause, who)


def _resolved(span: AttributedSpan, clause: Clause, who: Speaker) -> str:
    """Where the words of the source do not name it: "he", "the minister"."""
    if clause.phrase.kind != "he":
        return "description"
    if span.form == "reported" and clause.shape == "shared":
        return "shared pronoun"
    return "pronoun" if who.near else "far pronoun"


def _embedded(tagged: TaggedText, span: AttributedSpan, clause: Clause) -> str:
    """Where the clause is part of another: "what S said", "when S said"."""
    at = clause.opens - 1
    if at < 0 or span.form == "quote first":
        return ""
    letter = tagged.tags[at]
    if is_relative(tagged, clause):
        return "relative clause"
    return "subordinate" if letter in _SUBORDINATES else ""


_SUBORDINATES = frozenset((Tag.THAT, Tag.SUBORDINATOR, Tag.CONJUNCTION, Tag.PREPOSITION, Tag.OTHER))


def _named(tagged: TaggedText, span: AttributedSpan, clause: Clause, who: Speaker) -> str:
    """A name as the subject of the verb of speech, by what kind of name it is and what the verb says."""
    if who.kind == "organization":
        return "organization"
    if who.kind == "person" and not who.full:
        return "surname"
    if span.form == "quote first" and span.kind == "mixed":
        return "mixed"
    return _report_case(tagged, span, clause) if span.form == "reported" else "subject-verb"


def _report_case(tagged: TaggedText, span: AttributedSpan, clause: Clause) -> str:
    """By what a report gives: a clause right beside its verb, one behind a hearer or a place, or only an object."""
    if span.end <= tagged.starts[clause.opens]:
        return "subject-verb"  # "The dam held, S said"
    if clause.base not in NEEDS_CLAUSE and CLAUSE_AHEAD.match(tagged.tags, clause.closes):
        return "subject-verb"
    return "distant" if content_start(tagged, clause) > clause.closes else "object"


def nested_cues(tagged: TaggedText, spans: list[AttributedSpan]) -> dict[int, str]:
    """The cues that stand inside what another clause says: "nested" in "S said that T had told them", "relayed" in
    "S said P, the agency reported".
    """
    cues = sorted({span.clause.verb for span in spans if span.clause is not None})
    starts = [tagged.starts[cue] for cue in cues]
    nested: dict[int, str] = {}
    for span in spans:
        own = span.clause.verb if span.clause is not None else -1
        behind = own >= 0 and span.form == "reported" and tagged.starts[own] >= span.end
        for cue in cues[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            if cue != own and nested.get(cue) != "nested":
                nested[cue] = "relayed" if behind else "nested"
    return nested
