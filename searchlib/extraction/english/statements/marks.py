"""Marks of a statement: what tells that its source does not simply assert it - denied, asked, conditional, heard.

A mark keeps the characters of the word that tells it. Whom a clause names without anybody asserting anything ("No
official said", "Smith refused to say that") makes no statement at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from searchlib.extraction.english.lexicon.function_words import (
    CONDITIONAL,
    CONDITIONAL_OPENERS,
    FUTURE,
    HEARSAY,
    NEGATIONS,
    NOBODY_WORDS,
)
from searchlib.extraction.english.lexicon.speech_verbs import ASKING, CLAIMS, DENYING, REFUSING, REJECTING, SILENT
from searchlib.extraction.english.statements.cues import Clause
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import Tag
from searchlib.models import Mark, MarkKind

_REACH = 5


def asserts(tagged: TaggedText, clause: Clause) -> bool:
    """Whether somebody says something by a clause."""
    words, phrase = tagged.words, clause.phrase
    if clause.shape == "according":
        return True
    if words[phrase.first].lower() in NOBODY_WORDS or _stands_before(tagged, clause, NOBODY_WORDS):
        return False
    if words[phrase.first].lower() == "one" and _stands_before(tagged, clause, frozenset(("not",))):
        return False  # "Not one of them said"
    if _is_warned(tagged, clause):
        return False
    if clause.base in REFUSING and _says_nothing(tagged, clause.closes):
        return False
    return clause.base in DENYING or _in_group(tagged, clause, NEGATIONS) < 0


def _says_nothing(tagged: TaggedText, at: int) -> bool:
    """As in "refused to say whether", "declined to comment"."""
    return tagged.tags[at : at + 3] in _SAYING_THAT or (
        tagged.words[at : at + 1] == ["to"] and tagged.words[at + 1 : at + 2] != [] and tagged.words[at + 1] in SILENT
    )


def _is_warned(tagged: TaggedText, clause: Clause) -> bool:
    """As in the headline "Vale warned of floods": who warns and who is warned look alike, nobody is made to speak."""
    if tagged.words[clause.verb] != "warned" or tagged.words[clause.closes : clause.closes + 1] not in _WARNED_OF:
        return False
    line = tagged.tags.find(Tag.LINE)
    return clause.verb < line and tagged.tags[line - 1] not in (Tag.STOP, Tag.QUOTE_ENDED)


_WARNED_OF = (["of"], ["over"], ["about"], ["against"])
_SAYING_THAT = frozenset(("fvt", "fvs", "fvw"))


def is_conditional(tagged: TaggedText, clause: Clause) -> bool:
    """As in "If S says that P, T follows"."""
    at = clause.opens - 1
    return at >= 0 and tagged.words[at].lower() in CONDITIONAL_OPENERS


def marks_of(
    tagged: TaggedText, clause: Clause, said: tuple[int, int], *, contrasted: bool = False
) -> tuple[Mark, ...]:
    """The marks of the statement that a clause makes; `said` are the characters of what is said.

    `contrasted`: an "if" before the clause only sets it beside another report.
    """
    return tuple(
        Mark.model_construct(None, kind=kind, start=tagged.starts[at], end=tagged.ends[at])
        for kind, at in _found(tagged, clause, said)
        if not (contrasted and kind == "conditional" and at == clause.opens - 1)
    )


def _found(tagged: TaggedText, clause: Clause, said: tuple[int, int]) -> Iterator[tuple[MarkKind, int]]:
    if is_denial(tagged, clause):
        yield "denied", clause.verb
    if clause.base in REFUSING:
        yield "negated", clause.verb
    kinds: tuple[tuple[MarkKind, frozenset[str]], ...] = (
        ("negated", NEGATIONS),
        ("future", FUTURE),
        ("conditional", CONDITIONAL),
        ("hearsay", HEARSAY),
    )
    if clause.shape != "according" and tagged.tags[clause.verb - 1] in _IN_GROUP:
        for kind, words in kinds:
            at = _in_group(tagged, clause, words)
            if at >= 0:
                yield kind, at
    if is_conditional(tagged, clause):
        yield "conditional", clause.opens - 1
    if clause.base in ASKING or clause.base == "wonder":
        yield from _question(tagged, clause, said)


def _question(tagged: TaggedText, clause: Clause, said: tuple[int, int]) -> Iterator[tuple[MarkKind, int]]:
    asked = tagged.text[said[0] : said[1]].rstrip("\"”’'» ")
    if asked.endswith("?") or asked.split(" ", 1)[0].lower() in _ASKED or _asks_if(tagged, clause):
        yield "question", clause.verb


def question_mark(text: str, start: int, end: int) -> tuple[Mark, ...]:
    """The mark of a quotation that ends with a question mark: its source asks."""
    at = start + len(text[start:end].rstrip("\"”’'» ")) - 1
    if at < start or text[at] != "?":
        return ()
    return (Mark.model_construct(None, kind="question", start=at, end=at + 1),)


_ASKED = frozenset(["if", "whether", "why", "how", "what", "when", "where", "who"])


def _asks_if(tagged: TaggedText, clause: Clause) -> bool:
    return any(word in ("if", "whether") for word in tagged.words[clause.closes : clause.closes + 8])


def is_denial(tagged: TaggedText, clause: Clause) -> bool:
    """Whether a clause denies what is said: "S denied that P", "S rejected the claim", "the claim was rejected by S"."""
    if clause.base in DENYING:
        return True
    if clause.base not in REJECTING:
        return False
    around = tagged.words[clause.closes : clause.closes + 5] + tagged.words[max(0, clause.verb - 14) : clause.verb]
    return any(word in CLAIMS for word in around)


def _in_group(tagged: TaggedText, clause: Clause, words: frozenset[str]) -> int:
    """The token of one of `words` in the verb group before the verb, or -1."""
    if clause.shape not in ("subject-verb", "relative", "shared"):
        return -1
    at = clause.verb - 1
    if tagged.tags[at] not in _IN_GROUP:
        return -1
    low = max(0, at - _REACH)
    if clause.phrase.last <= clause.verb:
        low = max(low, clause.phrase.last - (tagged.tags[clause.phrase.last - 1] == Tag.HE_IS))
    while at >= low and tagged.tags[at] in _IN_GROUP:
        if tagged.words[at].lower().replace("’", "'") in words:
            return at
        at -= 1
    return -1


_IN_GROUP = frozenset((Tag.AUXILIARY, Tag.ADVERB, Tag.WORD, Tag.HE_IS))


def _stands_before(tagged: TaggedText, clause: Clause, words: frozenset[str]) -> bool:
    """As in "Neither Smith nor Jones said": the word right before the subject."""
    at = min(clause.opens, clause.phrase.first) - 1
    return at >= 0 and tagged.words[at].lower() in words
