"""Reported speech: what a clause says in its own words, where no quotation belongs to it."""

from __future__ import annotations

import re

from searchlib.extraction.english.lexicon.function_words import (
    COMPARING,
    COORDINATING,
    DAY_PARTS,
    IRREGULAR_PAST,
    NEVER_CONTENT,
    TEMPORAL,
    TIMES,
)
from searchlib.extraction.english.lexicon.speech_verbs import (
    ACCUSED_OF,
    ASKING,
    BLAMING,
    CLAIMS,
    DEEDS,
    DENIED_THINGS,
    DENYING,
    DIRECTING,
    GAINING,
    NEEDS_CLAUSE,
    OPENERS,
    POINTED_AT,
    REFUSING,
    RETORTS,
    SAYS_NOTHING,
    SPOKEN,
    TELLING,
)
from searchlib.extraction.english.speech_forms import CLASS
from searchlib.extraction.english.statements.content import (
    AttributedSpan,
    behind_late,
    content_start,
    fits,
    has_content,
    is_inserted,
    sentence_end,
    sentence_start,
)
from searchlib.extraction.english.statements.cues import Clause
from searchlib.extraction.english.statements.marks import is_conditional
from searchlib.extraction.english.statements.phrases.noun_chains import CLAUSE_AHEAD, NAMED
from searchlib.extraction.english.statements.phrases.noun_phrases import METONYMS
from searchlib.extraction.english.statements.subjects import behind_dateline, forward_phrase
from searchlib.extraction.english.tagged_text import CLOSERS, TaggedText
from searchlib.extraction.english.tags import LONG_QUOTES, Tag
from searchlib.models import StatementKind


def find_reports(tagged: TaggedText, clauses: list[Clause], owners: dict[int, Clause | None]) -> list[AttributedSpan]:
    """What the clauses say that no quotation has used."""
    used = {clause.verb for clause in owners.values() if clause is not None}
    found: list[AttributedSpan] = []
    for position, clause in enumerate(clauses):
        if (
            clause.verb in used
            or clause.weak
            or (
                clause.shape == "relative"
                and clause.base not in DENYING
                and not _RELATED.match(tagged.tags, clause.closes)
                and not _is_inserted_relative(tagged, clause)
            )
            or (clause.phrase.kind == "pronoun" and clause.shape != "according" and _they(tagged, clause))
        ):
            continue
        if (
            _subordinate(tagged, clause)
            or _is_supposed(tagged, clauses, position)
            or is_relative(tagged, clause)
            or CLASS.get(clause.base) == "quoting"
        ):
            continue
        following = clauses[position + 1 : position + 4]
        span = _reported(tagged, clause, following[0] if following else None)
        if span is not None:
            span = _before_relay(tagged.tags, clause, span, following)
            span = _within_relative(tagged.tags, clause, span)
            span = _without_quotes(tagged, clause, span, owners)
        if span is None:
            continue
        start, end = span
        kind: StatementKind = "mixed" if any(q in tagged.tags[start:end] for q in "QEq") else "indirect"
        found.append(
            AttributedSpan(
                tagged.starts[start],
                tagged.ends[end - 1],
                kind,
                clause,
                clause.phrase,
                "reported",
                contrasted=is_conditional(tagged, clause),
            ),
        )
    return found


def _is_inserted_relative(tagged: TaggedText, clause: Clause) -> bool:
    """As in "S, who says the dam is safe, left": a clause of its own behind a comma, which nothing else is said about."""
    who = tagged.tags.rfind(Tag.WHO, clause.opens, clause.verb)
    if who < 1 or tagged.tags[who - 1] != Tag.COMMA or tagged.words[who] != "who":
        return False
    if clause.phrase.kind == "organization" and tagged.words[clause.phrase.last - 1] in METONYMS:
        return False  # "Alan Vale of Englewood, New Jersey, who said"
    says = CLASS.get(clause.base) == "saying" or clause.base in NEEDS_CLAUSE
    return says and CLAUSE_AHEAD.match(tagged.tags, clause.closes) is not None


_RELATED = re.compile(r"(?:[dNhHPMAr]{1,4})?(?:f?D)?t")  # "a priest who told her that"


def is_relative(tagged: TaggedText, clause: Clause) -> bool:
    """As in "what S calls", "the wall that S promised": what is said has a gap, and stands before the clause."""
    at = clause.opens - 1
    if at < 0:
        return False
    if tagged.tags[at] == Tag.THAT:
        told = Tag.SPEECH_VERB in tagged.tags[max(0, at - 5) : at]  # "told the crowd that S said"
        return tagged.tags[at - 1] == Tag.WORD and not told and tagged.words[at - 1] not in TIMES
    return tagged.tags[at] == Tag.WHO or tagged.words[at].lower() == "what"


def _is_supposed(tagged: TaggedText, clauses: list[Clause], position: int) -> bool:
    """As in "If S says P, shares will rise"; but "If S reports P, T claims Q" sets two reports side by side."""
    clause = clauses[position]
    if not is_conditional(tagged, clause):
        return False
    following = clauses[position + 1] if position + 1 < len(clauses) else None
    if following is None or following.verb >= sentence_end(tagged.tags, clause.closes):
        return True
    return following.weak or CLASS.get(following.base) == "quoting"  # "If S says P, T will laugh"


def _they(tagged: TaggedText, clause: Clause) -> bool:
    """Whether a pronoun is none that reports anything: all but "they", and "it" as the subject of a sentence."""
    word = tagged.words[clause.phrase.first].lower()
    if word == "it":
        start = sentence_start(tagged.tags, clause.opens)
        comma = tagged.tags[clause.opens - 1] == Tag.COMMA
        closes = _CLOSING_IT.match(tagged.tags, clause.closes) is not None
        fronted = comma and (tagged.tags[start] == Tag.PREPOSITION or closes)
        fronted = fronted or _FRONTED_DAY.fullmatch(tagged.tags, start, clause.opens) is not None
        says = CLASS.get(clause.base) == "saying" or clause.base in BLAMING
        return not (says or (closes and clause.base == "point")) or not (clause.opens == start or fronted)
    return word != "they"


_CLOSING_IT = re.compile(r"a{0,2}(?:f?Dn?|f[dpn]{1,3})?[.\n,]")  # "…, it said in its bulletin."
_FRONTED_DAY = re.compile(r"[anfd]{0,2}D#?n?,?")  # "Last October it had said"


def _subordinate(tagged: TaggedText, clause: Clause) -> bool:
    """As in "As Obama spoke", "when Boyle asked": no report, except with a verb that is always speech."""
    if clause.opens == 0 or CLASS.get(clause.base, "saying") == "saying" or clause.shape != "subject-verb":
        return False
    if clause.phrase.kind != "he" and tagged.tags[clause.opens - 1] in (Tag.THAT, Tag.CONJUNCTION):
        return True
    before = tagged.words[clause.opens - 1].lower()
    return (tagged.tags[clause.opens - 1] == Tag.SUBORDINATOR and before not in COORDINATING) or before in COMPARING


def _reported(tagged: TaggedText, clause: Clause, following: Clause | None) -> tuple[int, int] | None:
    """The tokens of what a clause reports."""
    tags = tagged.tags
    if clause.shape == "according":
        return _by_source(tags, clause)
    if clause.shape == "by":
        floor = sentence_start(tags, clause.verb)
        end = clause.opens - (tags[clause.opens - 1] == Tag.COMMA)
        while end > floor and tags[end - 1] in (Tag.AUXILIARY, Tag.ADVERB):
            end -= 1
        return (floor, end) if end > floor else None
    if clause.shape != "verb-subject" and _says_something(tagged, clause):
        start = content_start(tagged, clause)
        if following is not None and following.shape == "shared" and clause.closes <= following.verb < start:
            return None  # "S disputed this, saying that P": P is the second clause's
        start += tags[start : start + 1] == Tag.COMMA
        end = sentence_end(tags, start)
        if (
            clause.shape == "shared" and clause.verb < clause.phrase.first < end
        ):  # "Warning that the dam leaked, S said"
            end = tags.rfind(Tag.COMMA, start, clause.phrase.first)
        if _opens_sentence(tagged, clause) and (comma := tags.find(Tag.COMMA, start, end)) > 0:
            alone = comma == start or tags[start] in (Tag.PREPOSITION, Tag.PRONOUN)
            if tagged.words[clause.opens - 1] == "As" and alone and not _FINITE.search(tags, start, comma):
                start = comma + 1  # "As S tells it, the lights failed"
            else:
                end = comma  # "While she said the pier was old, the lights failed"
        if clause.base in TELLING and (did := _did_besides(tagged, start, end)):
            end = did
        if following is not None and start < following.verb < end:
            end = _cut(tagged, start, end, clause, following)
        return (start, end) if end > start else None
    floor = behind_dateline(tags, sentence_start(tags, clause.opens), clause.opens)
    if clause.opens and tagged.words[clause.opens - 1].lower() == "as":
        noted = _AS_NOTED.match(tags, clause.closes)
        if noted is not None:
            return noted.end(), sentence_end(tags, noted.end())  # "As S noted, the ferries are late"
    end = clause.opens - (tagged.words[clause.opens - 1] == "as")
    if clause.shape == "shared" or end - floor < 2 or not _ends_in_comma(tagged, end):
        return None
    between = tags[clause.closes : clause.closes + 1] == Tag.COMMA and clause.shape == "subject-verb"
    if between and _trails_off(tagged, clause, floor):
        return floor, clause.opens - 1  # "The sites would be sold, she said, without naming a buyer."
    if between or is_inserted(tags, clause):
        return floor, sentence_end(tags, clause.closes)  # "The vote, he said, was fair."
    if tagged.words[floor].lower() in RETORTS and end - floor < 6:
        return floor, end - (tags[end - 1] == Tag.COMMA)  # "Not so, says S"
    if not _A_STATEMENT.search(tags, floor, end) or _IS_FRONTED.fullmatch(tags, floor, end):
        return None  # "At noon on Tuesday, S called.", "For a decade, S advised"
    return floor, end - (tags[end - 1] == Tag.COMMA)


def _opens_sentence(tagged: TaggedText, clause: Clause) -> bool:
    """Whether a clause is subordinate to one that follows it in its sentence: "Even as she warned that P, Q"."""
    opener = clause.opens - 1
    if opener < 0 or tagged.words[opener].lower() not in _SUBORDINATE:
        return False
    if Tag.COMMA in tagged.tags[opener : clause.verb]:
        return False  # "As a part of the deal, S said"
    return opener - sentence_start(tagged.tags, clause.opens) <= 4


_SUBORDINATE = frozenset(["as", "while", "although", "though", "after", "before", "when"])


def _did_besides(tagged: TaggedText, start: int, end: int) -> int:
    """The "and" behind which the text tells what else one did who told somebody to do something: "urged people to stay
    indoors and did not take questions"; 0 where none is.
    """
    if "to" not in tagged.words[start : start + 6]:
        return 0
    match = _AND_DID.match(tagged.tags, start, end)
    return match.end() - 1 if match is not None and tagged.words[match.end()] == "did" else 0


_AND_DID = re.compile(r"[^txkV,]*c(?=x)")


def _trails_off(tagged: TaggedText, clause: Clause, floor: int) -> bool:
    """Whether behind a clause between commas the text tells what its source did besides: ", he said, and demanded a probe"."""
    tags, at = tagged.tags, clause.closes + 1
    if not _FINITE.search(tags, floor, clause.opens) or at + 1 >= len(tags):
        return False
    if tagged.words[at] in _BESIDES:
        return True
    did = tagged.words[at + 1]
    return tags[at] == Tag.CONJUNCTION and tags[at + 1] in "nVk" and (did.endswith("ed") or did in IRREGULAR_PAST)


_BESIDES = frozenset(["without", "citing", "referring", "pointing", "speaking", "adding", "declining", "according"])
_FINITE = re.compile(r"[xkV]")


def _ends_in_comma(tagged: TaggedText, end: int) -> bool:
    """Whether a comma stands before token `end`, be it inside quotation marks."""
    if tagged.tags[end - 1] == Tag.COMMA:
        return True
    quote = tagged.quotes.get(end - 1)
    return quote is not None and tagged.text[quote.start : quote.end].rstrip(CLOSERS)[-1:] == ","


_IS_FRONTED = re.compile(r"f[dnA#DNoGf]{1,12},")
_AS_NOTED = re.compile(r"a{0,2}(?:f?D){0,2},(?=[^QE])")
_A_STATEMENT = re.compile(r"[kxVvhHQEqNBMGrK]|(?<!f)(?<!fd)n")


def _by_source(tags: str, clause: Clause) -> tuple[int, int] | None:
    """The sentence that "according to S" opens or ends."""
    floor = sentence_start(tags, clause.verb)
    who = tags[clause.closes : clause.closes + 2] == Tag.COMMA + Tag.WHO
    if (
        clause.verb - floor > 1
        and not who
        and tags[clause.verb - 1] == tags[clause.closes : clause.closes + 1] == Tag.COMMA
    ):
        end = sentence_end(tags, clause.closes)
        if end - clause.closes > 2:
            return floor, end  # "They had, according to S, eaten 12 birds"
    floor = behind_dateline(tags, floor, clause.verb)
    if clause.verb - floor > 2:
        return floor, clause.verb - (tags[clause.verb - 1] == Tag.COMMA)
    start = clause.closes
    last = tags.rfind(Tag.COMMA, start, sentence_end(tags, start)) if who else -1
    comma = last if last > start else tags.find(Tag.COMMA, start, start + 25)
    start = comma + 1 if comma >= 0 else start
    end = sentence_end(tags, start)
    return (start, end) if end > start else None


def _cut(tagged: TaggedText, start: int, end: int, clause: Clause, following: Clause) -> int:
    """Where a report ends that another clause of its sentence follows: "…, adding that", "…, while S said"."""
    tags = tagged.tags
    if following.shape == "shared" and following.phrase != clause.phrase:
        return end  # the participle of somebody inside what is said
    if following.shape == "shared":
        end = following.verb - 1
        return max(start + 1, end - (tags[end - 1] == Tag.COMMA))
    opens = following.opens
    if (
        following.shape in ("subject-verb", "by")
        and opens - 1 > start
        and tags[opens - 1] == Tag.COMMA
        and closing(tags, following)
    ):
        return opens - 1
    if opens - 2 > start and tags[opens - 1] in (Tag.SUBORDINATOR, Tag.CONJUNCTION) and tags[opens - 2] == Tag.COMMA:
        return opens - 2
    if following.phrase.kind == "he" and opens - 2 > start and tagged.words[opens - 1] == "but":
        return opens - 1  # "conceded that P but he insisted that Q"
    if (
        opens - 1 > start
        and tags[opens - 1] == Tag.COMMA
        and clause.opens > 0
        and (tags[clause.opens - 1] == Tag.SUBORDINATOR or tagged.words[clause.opens - 1].lower() == "as")
    ):
        return opens - 1  # "If S reports ..., T claims", "Even as he warned ..., T said"
    return end


def _within_relative(tags: str, clause: Clause, span: tuple[int, int]) -> tuple[int, int]:
    """What a clause between commas reports ends with the second comma: "S, who denies the theft, left"."""
    if clause.shape == "shared":
        who = tags.rfind(Tag.WHO, sentence_start(tags, clause.verb), clause.verb)
        main = _MAIN_VERB.search(tags, *span) if who > 0 else None
        return (span[0], main.start()) if main is not None and main.start() > span[0] else span
    who = tags.rfind(Tag.WHO, clause.opens, clause.verb) if clause.shape == "relative" else -1
    comma = tags.find(Tag.COMMA, *span) if who > 0 and tags[who - 1] == Tag.COMMA else -1
    return (span[0], comma) if comma > span[0] else span


_MAIN_VERB = re.compile(r",(?=a?[xkV])")


def _before_relay(tags: str, clause: Clause, span: tuple[int, int], following: list[Clause]) -> tuple[int, int]:
    """What a clause reports, up to one at the end of its sentence that tells who relays it: "S said P, the paper reported"."""
    start, end = span
    if start < clause.closes:
        return span
    for other in following:
        relays = other.shape == "according" or (other.shape == "subject-verb" and closing(tags, other))
        if start + 2 < other.opens < end and tags[other.opens - 1] == Tag.COMMA and relays:
            return start, other.opens - 1
    return span


_CLOSED = re.compile(r"a{0,3}(?:[.\n;,]|[fn]?D|f|$)")


def closing(tags: str, clause: Clause) -> bool:
    """Whether a clause ends its sentence: what it says stands before it."""
    return clause.shape == "by" or bool(_CLOSED.match(tags, clause.closes))


_ASIDE = re.compile(r",(?:[aD]{1,3}|Un[^,.\n;QE]{1,6}),(?=t)")  # "suggest, however, that"
_THAT = re.compile(r"[^.\n;E,]{0,30}?[tqQE]")
_RUNS_ON = re.compile(r"[^.\n;E]{0,30}?[txkVvQEqHhe]")


def _says_something(tagged: TaggedText, clause: Clause) -> bool:
    """Whether a report goes on behind its verb: an object, a clause, "to ...", not only a place or a day."""
    tags = tagged.tags
    at = behind_late(tagged, clause.closes)
    if clause.base in TELLING and _only_told(tagged, at):
        return False
    if not _is_said(tagged, clause):
        return False
    behind = _behind_days(tagged, at, _DAY_OR_ADVERB)
    if _DATED.match(tags, at):
        return True  # "said on Tuesday, Oct. 29, that the dam leaks"
    if tags[behind : behind + 1] == Tag.COMMA:  # "said on Nov. 1, 2024 that", "said on Friday, after the vote, that"
        behind = _behind_days(tagged, at, _BARE_DAY_OR_ADVERB)
    at = behind
    letter = tags[at : at + 1]
    if letter and tagged.words[at] in SAYS_NOTHING and tags[at + 1 : at + 2] in ("", *tuple(".\n,;fsc")):
        return False  # "said nothing"
    if letter == Tag.SUBORDINATOR and clause.base in ASKING:
        return True  # "asked when the report would come"
    if letter == Tag.SUBORDINATOR and tagged.words[at].lower() in TEMPORAL:
        return _says_a_condition(tagged, clause, at)
    if letter == Tag.PREPOSITION and (
        tags[at + 1 : at + 2] == Tag.QUOTE_SHORT
        or (tagged.words[at].lower() in NEVER_CONTENT and not _PLACE_AND_THAT.match(tags, at))
    ):
        return False  # "said on “The Show”", "spoke outside the court"; but "said outside the court that"
    if letter == Tag.COMMA and _ASIDE.match(tags, at):
        return True
    if letter != Tag.PREPOSITION:
        dated = (tags[at - 1] in (Tag.DAY, Tag.NUMBER) or tagged.words[at - 1] in DAY_PARTS) and letter not in (
            "",
            *tuple(".\n,;)-w"),
        )  # "affirmed on Monday its promise"
        return (dated or has_content(tagged, clause)) and fits(clause.base, letter)
    if tagged.words[at : at + 2] == ["on", "behalf"]:
        return False
    if tagged.words[at] in OPENERS.get(clause.base, ()):
        return True
    if clause.opens and tags[clause.opens - 1] == Tag.COMMA and clause.opens > sentence_start(tags, clause.opens) + 3:
        return bool(_THAT.match(tags, at))  # "The dam leaks, S warns in a report released today."
    return bool((_RUNS_ON if CLASS.get(clause.base) == "saying" else _THAT).match(tags, at))


_PLACE_AND_THAT = re.compile(r"f[dnArNBMPp]{1,4}t")
_DATED = re.compile(r"f?D,D#,(?=[tdhHNBMAPK])")
_DAY_OR_ADVERB = re.compile(r"[aD]|fD|(?<=D)#")
_BARE_DAY_OR_ADVERB = re.compile(r"[aD]")


def _behind_days(tagged: TaggedText, at: int, skipped: re.Pattern[str]) -> int:
    """Behind days, their parts and adverbs from token `at` on."""
    tags = tagged.tags
    while at < len(tags) and (skipped.match(tags, at) or (tags[at - 1] == Tag.DAY and tagged.words[at] in DAY_PARTS)):
        at += 1
    return at


def _is_said(tagged: TaggedText, clause: Clause) -> bool:
    """Whether a verb of several senses says something here: not in "claimed victory", "pointed the gun", "denied him"."""
    at, tags = clause.closes, tagged.tags
    word = "".join(tagged.words[at : at + 1]).lower()
    if clause.base in DIRECTING and tagged.words[at - 1] != "out":
        return (word in DIRECTING[clause.base] and not _points_at(tagged, clause)) or tags[at : at + 1] == Tag.COLON
    if clause.base == "remind" and tags[at : at + 1] == Tag.PRONOUN and tagged.words[at + 1 : at + 2] == ["of"]:
        return False  # "Vale reminds me of Reyes"
    if clause.base in DENYING and tags[at : at + 1] in tuple("dNhHPKn") and word != "that":
        return _is_denied(tagged, at)
    head = _object_head(tagged, at)
    if clause.base in DEEDS and head >= at and tags[at] in "dnAN#Pp" and not _clause_ahead(tagged, at):
        return clause.base in ("repeat", "write") and (tagged.words[head] in SPOKEN or tagged.words[head] in CLAIMS)
    if clause.base == "dismiss" and head >= at and tags[head] in "rNM":
        return False  # "dismissed his minister"
    if clause.base == "question":
        return (
            head < at
            or (tags[head] not in "rNBKd#" and tags[at] != Tag.NUMBER)
            or tagged.words[head + 1 : head + 2] in (["about"], ["on"])
        )
    if clause.base == "call":
        return at < len(tags) and _is_called(tagged, at)
    if clause.base in REFUSING and word not in ("to", "that"):
        return False  # "refused a permit"
    if clause.base == "ask" and tagged.words[at : at + 3] == ["not", "to", "be"]:
        return False  # "asked not to be named"
    if clause.base not in GAINING or head < at or tagged.words[head] not in GAINING[clause.base]:
        return True
    return tags[head + 1 : head + 2] in (Tag.AUXILIARY, Tag.VERB)  # "claimed the goal should have been ruled out"


def _points_at(tagged: TaggedText, clause: Clause) -> bool:
    """As in "pointing to the pier", "pointing to the hole in the roof": with a finger."""
    if clause.base != "point" or tagged.words[clause.closes] != "to":
        return False
    return tagged.words[_object_head(tagged, clause.closes + 1)] in POINTED_AT


def _object_head(tagged: TaggedText, at: int) -> int:
    """The last token of the noun group that opens at token `at`; `at` - 1 where none does."""
    tags = tagged.tags
    end = at
    while end < min(len(tags), at + 6) and tags[end] in "dnrAaBNP#p":
        end += 1
    return end - 1


def _clause_ahead(tagged: TaggedText, at: int) -> bool:
    """Whether the object that opens at token `at` is the subject of a verb: "added the dam had held"."""
    if CLAUSE_AHEAD.match(tagged.tags, at):
        return True
    for scan in range(at + 1, min(len(tagged.tags), at + 8)):
        if tagged.tags[scan] in ".\n;,:":
            return False
        word = tagged.words[scan]
        past = word in IRREGULAR_PAST or (word.endswith("ed") and tagged.words[scan + 1 : scan + 2] != ["by"])
        if past and tagged.tags[scan - 1] in "nrNBK" and tagged.tags[scan] == Tag.WORD:
            return True
    return False


def _is_denied(tagged: TaggedText, at: int) -> bool:
    """Whether "denied" opens what its source says is not so: "denied he ran", "denied the theft"; not "denied him"."""
    tags, around = tagged.tags, tagged.words[at : at + 5]
    if _VERB_AHEAD.match(tags, at) or any(word in CLAIMS or word.endswith("ing") for word in around):
        return True
    head = _object_head(tagged, at)
    if tagged.words[head] in ACCUSED_OF:
        return True
    alone = tags[head + 1 : head + 2] in ("", *tuple(".\n,;faDcxsw"))
    if head < at or not alone or tags[head] != Tag.WORD:
        return False
    return tagged.words[head] not in DENIED_THINGS and not _AGENT.search(tagged.words[head])


_AGENT = re.compile(r"(?<!murd)(?<!slaught)(?:er|or)s?$|man$")
_CALLED = re.compile(r"(?:[hHe]|N{1,4}|[dp][nA]{0,2}[nrBN])a?(?:[dAqQEv]|(?<=[hHeN])n(?![.,]))")
_QUALITIES = ("ar", "ble", "ful", "less", "ous", "ive", "ic", "al", "fair", "ant", "ent", "ed", "ing", "ish", "ry")


def _is_called(tagged: TaggedText, at: int) -> bool:
    """Whether "called" says what something is: "called the vote a farce", "called it unfair"; not "called her mother"."""
    if tagged.words[at] in ("out", "on", "for") or _CALLED.match(tagged.tags, at):
        return True
    head = _object_head(tagged, at)
    if head < at:
        return tagged.tags[at] not in "hHe" or tagged.words[at + 1].endswith(_QUALITIES)
    if head > at + 1 and tagged.words[head].endswith(_QUALITIES):
        return True
    stop = sentence_end(tagged.tags, at)
    return any(tagged.words[scan] in ("a", "an") and tagged.tags[scan - 1] in "nrNBKD" for scan in range(at + 2, stop))


_VERB_AHEAD = re.compile(r"[^.\n;,tQE]{1,8}[xkV]")
_CONDITION = re.compile(r"s[^.\n;QE,]*[xkVvn][^.\n;QE]*[dhHNBMrKnp][^.\n;QE]*[xkVv]")


def _says_a_condition(tagged: TaggedText, clause: Clause, at: int) -> bool:
    """As in "S said if she were mayor she would plant trees", not "S said when asked": two clauses follow."""
    first = clause.opens == sentence_start(tagged.tags, clause.opens)
    return first and CLASS.get(clause.base) == "saying" and bool(_CONDITION.match(tagged.tags, at))


_TOLD = re.compile(r"(?:[aD]|f?D|dn|n(?=[.,]))*[.\n;,]")
_URGED = frozenset(["urged", "urges", "urge", "advised", "advises", "advise"])
_MEANS = frozenset(["by", "via", "over", "in", "outside", "during", "after"])
"""Prepositions of how or where somebody is told: "by phone"."""


def _only_told(tagged: TaggedText, at: int) -> bool:
    """Whether only the hearer and a day follow the verb: "…, he told CNN last month."."""
    hearer = forward_phrase(tagged, at)
    if hearer is None or hearer[0].kind in ("he", "pronoun"):
        return False
    if tagged.words[at - 1] in _URGED and tagged.tags[hearer[1] - 1] == Tag.WORD and hearer[1] - at < 3:
        return False  # "urged caution"
    if _ASIDE.match(tagged.tags, hearer[1]) or _DATED.match(tagged.tags, hearer[1]):
        return False  # "told the Tribune, however, that", "told reporters on Tuesday, Oct. 29, that"
    end = hearer[1] + (tagged.words[hearer[1] : hearer[1] + 1] == ["last"])
    if tagged.words[end : end + 1] and tagged.words[end] in _MEANS:
        end = _object_head(tagged, end + 1) + 1
    return bool(_TOLD.match(tagged.tags, end, end + 8))


def _without_quotes(
    tagged: TaggedText,
    clause: Clause,
    span: tuple[int, int],
    owners: dict[int, Clause | None],
) -> tuple[int, int] | None:
    """The report up to a quotation that belongs to another clause; None when nothing is left."""
    start, end = span
    for at in range(start, end):
        if tagged.tags[at] in LONG_QUOTES and at in owners and owners[at] is not clause:
            owner = owners[at]
            if owner is not None and start <= owner.opens and owner.closes <= end and clause.phrase.kind in NAMED:
                continue  # "S said “Q,” the Post reported": who quotes is quoted
            if clause.shape == "according":
                return None
            return (start, at) if at - start > 3 else None
    return span
