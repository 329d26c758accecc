"""What is counted: the noun phrase behind a number and its head."""

from __future__ import annotations

from typing import NamedTuple

from searchlib.expressions.english.number_words import SIMPLE_NUMBERS
from searchlib.expressions.english.unit_expressions import unit_at
from searchlib.expressions.english.unit_words import WORDS
from searchlib.expressions.units import CURRENCIES
from searchlib.extraction.english.lexicon.quantity_words import (
    ADJECTIVE_ENDINGS,
    BEFORE_MEASURED,
    DETERMINERS,
    ENDS_PHRASE,
    EXTENDING,
    HONORIFICS,
    LY_ADJECTIVES,
    NEVER_PLURAL,
    NOUNS_IN_ED_AND_ING,
    NOUNS_LIKE_VERBS,
    OF_WHOM,
    PEOPLE,
    PEOPLE_ENDINGS,
    PERIODS,
    PLURAL_MODIFIERS,
    PLURALS_IN_MEN,
    PLURALS_LIKE_VERBS,
    PLURALS_WITHOUT_S,
    RELATIONAL_ENDINGS,
    SINGULARS_IN_S,
    VERBS_OF_PEOPLE,
    WHOLLY,
)
from searchlib.extraction.english.quantities.drafts import Draft, Scan
from searchlib.extraction.english.quantities.patterns import (
    AGED_ONES,
    CASUALTIES,
    DIMENSION,
    GATHERING,
    GERUND_AND_OBJECT,
    GLUED,
    IN_PROPORTION,
    INNER_NUMBER,
    IS_OR_ARE,
    NEXT_WORD,
    OF_A_NUMBER,
    OF_THEM,
    RATE,
    STATE_BEHIND,
    STRONG,
    TOKEN,
)


class Token(NamedTuple):
    """A word that may belong to a counted phrase: in lower case, with its place in the text."""

    word: str
    start: int
    end: int

    def is_lower(self, text: str) -> bool:
        """Whether no letter of it is a capital: "iPhone" has one."""
        return text[self.start : self.end].islower()


class Phrase(NamedTuple):
    """A counted phrase as written, its head, and whether the head is a plural."""

    text: str
    head: str
    is_plural: bool


_NOTHING = Phrase("", "", is_plural=False)
_NUMBER_WORDS = frozenset(SIMPLE_NUMBERS) - {"one"}  # "one" is often a pronoun
_STOPS = frozenset(
    word
    for word in ENDS_PHRASE - EXTENDING - NOUNS_LIKE_VERBS - PLURALS_LIKE_VERBS
    if not word.endswith("ly") and word not in ("injured", "wounded", "arrested", "and", "or", "but")
)
"""Words in lower case behind which no counted phrase goes on, wherever they stand."""
_SYMBOL = 4
"""Letters of a unit's symbol, at most."""
_LONGEST = 8
"""Words that are looked at behind a number."""


def read_counted_noun(scan: Scan, draft: Draft) -> None:
    """Fill in what a draft counts, or of what it is."""
    at = draft.end
    if scan.low.startswith((" more a ", " more per ", " extra a "), at) and draft.unit:
        at = scan.low.index(" ", at + 1)
    if rate := RATE.match(scan.low, at):
        draft.noun = scan.text[rate.start() : rate.end()].strip(" -/")
        draft.head = scan.text[rate.start("of") : rate.end("of")].split()[-1]
        return
    dimension = DIMENSION.match(scan.low, at) if draft.unit else None
    if dimension:
        at, draft.hyphen = dimension.end(), True
    if not draft.unit and (glued := GLUED.match(scan.text, at)):
        draft.noun = draft.head = glued["noun"]
        return
    if not draft.unit and (aged := AGED_ONES.match(scan.text, at)):
        draft.noun = draft.head = aged["who"]
        return
    if (among := OF_THEM.match(scan.low, at)) and _read_counted_among(scan, draft, among.end()):
        return
    if strong := STRONG.match(scan.low, at):
        draft.hyphen = True
        gathering = GATHERING.match(scan.text, strong.end())
        phrase = (
            Phrase(gathering[1], gathering[1], is_plural=False)
            if gathering
            else counted_phrase(scan, strong.end(), single=True)
        )
        draft.noun, draft.head = phrase.text, phrase.head
        return
    if _read_of_whom(scan, draft):
        return
    behind, has_of = skip_of(scan, at)
    if has_of and draft.unit and draft.before[-1:] == ["within"]:
        return  # "within 15 minutes of the trade"
    if has_of and draft.unit and GERUND_AND_OBJECT.match(scan.low, behind):
        return  # "three years of defending himself"
    attributive = bool(draft.unit) and not has_of and not draft.hyphen and _is_attributive(scan, draft)
    draft.hyphen = draft.hyphen or attributive
    if draft.unit and not has_of and draft.unit not in CURRENCIES and draft.unit != "percent" and not draft.hyphen:
        return
    single = draft.high <= 1 and draft.low == draft.high and not has_of and not draft.unit and not draft.figure.fraction
    single = (single and not draft.hyphen) or (attributive and draft.before[-1:] in (["a"], ["an"]))
    if not has_of and not draft.unit and (inner := _measure_between(scan, behind)):
        behind = inner
    single = single or dimension is not None
    phrase = _casualties(scan, behind) or counted_phrase(
        scan, behind, single=single, after_of=_follows_article(scan, behind, has_of=has_of)
    )
    if draft.figure.magnitude == 1 and not has_of and not phrase.text and scan.text[at : at + 1] == "-":
        return
    if draft.unit and not has_of and _says_no_noun(draft, phrase):
        return
    if draft.figure.fraction and not has_of and phrase.text.partition(" ")[0].endswith("ed") and " " in phrase.text:
        return  # "a quarter involved screening failures"
    draft.noun, draft.head = phrase.text, phrase.head
    if phrase.head and not (phrase.is_plural or single or draft.unit or has_of or draft.hyphen):
        draft.confidence = "inferred"


def _says_no_noun(draft: Draft, phrase: Phrase) -> bool:
    """Whether what stands behind a unit counts nothing: "100 percent correct", "$13 million dollars"."""
    word = phrase.text.lower()
    return (
        (word in WHOLLY or word in PERIODS)
        if draft.unit == "percent"
        else draft.unit in CURRENCIES and WORDS.get(word) in CURRENCIES
    )


def _is_attributive(scan: Scan, draft: Draft) -> bool:
    """Whether a measure describes what follows: "a 300m bridge", "a 30 minute drive", "50 mg tablets"."""
    written = scan.text[draft.figure.end : draft.end]
    if not (draft.before and draft.before[-1] in BEFORE_MEASURED):
        following = NEXT_WORD.match(scan.low, draft.end)
        plural = following is not None and following[1] not in ENDS_PHRASE and is_plural(following[1])
        return plural and len(written.strip()) <= _SYMBOL and scan.text[draft.end] == " "
    return written.isalpha() or (written[:1] == " " and len(written) > 1 and not written.endswith("s"))


def _follows_article(scan: Scan, at: int, *, has_of: bool) -> bool:
    """Whether what stands at `at` must be a noun: it is what "of", "of the" or "of its" takes."""
    return has_of and not scan.low.endswith((" those", " these", " all", " this", " that"), 0, at)


def _read_counted_among(scan: Scan, draft: Draft, at: int) -> bool:
    """Read "500 officers, three of them generals": what the smaller number counts stands behind "of them"."""
    phrase = counted_phrase(scan, at, single=draft.high <= 1)
    if not phrase.head or not (phrase.is_plural or draft.high <= 1):
        return False
    if scan.is_taken(at + 1, at + 1 + len(phrase.text)):
        return False
    draft.noun, draft.head = phrase.text, phrase.head
    return True


_CHARACTERS_AHEAD = 70


def _read_of_whom(scan: Scan, draft: Draft) -> bool:
    """Read "27,000 cases, of which 799 are deaths": the noun of the smaller number stands behind its verb."""
    if draft.unit:
        return False
    ahead = max(0, draft.start - _CHARACTERS_AHEAD)
    if tuple(draft.before[-2:]) not in OF_WHOM and not OF_A_NUMBER.search(scan.low, ahead, draft.start):
        return False
    verb = IS_OR_ARE.match(scan.low, draft.end)
    phrase = counted_phrase(scan, verb.end(), single=False) if verb else _NOTHING
    if not phrase.is_plural:
        return False
    draft.noun, draft.head = phrase.text, phrase.head
    return True


def _measure_between(scan: Scan, at: int) -> int:
    """The end of a measure between a number and what it counts: "two million 500ml cans"; 0 where there is none."""
    measure = INNER_NUMBER.match(scan.low, at)
    unit = unit_at(scan.text, scan.low, measure.end()) if measure else None
    if unit is None or unit[1] in CURRENCIES or scan.is_taken(at + 1, unit[0]):
        return 0
    end = unit[0] + (len("-old") if scan.low.startswith("-old ", unit[0]) else 0)  # "two 14-year-old girls"
    return end if counted_phrase(scan, end, single=False).is_plural else 0


def _casualties(scan: Scan, at: int) -> Phrase | None:
    """Read "30 wounded", "12 dead": people by what happened to them, where no noun stands between."""
    match = CASUALTIES.match(scan.low, at)
    if match is None:
        return None
    written = scan.text[match.start("state") : match.end("state")]
    return Phrase(written, written, is_plural=True)


def skip_of(scan: Scan, at: int) -> tuple[int, bool]:
    """Skip " of the" and the like behind a number: (where the noun starts, whether something was skipped)."""
    at += len(" worth") if scan.low.startswith(" worth of ", at) else 0
    start, has_of = at, scan.low.startswith(" of ", at)
    if not has_of and not scan.low.endswith("half", 0, at):
        return at, False
    at += 3 if has_of else 0
    while (determiner := TOKEN.match(scan.low, at)) and determiner["word"] in DETERMINERS:
        at = determiner.end()
    return at, at > start


def counted_phrase(scan: Scan, at: int, *, single: bool, after_of: bool = False) -> Phrase:
    """Read the counted phrase that starts at `at`.

    It runs to the first plural (and further plurals behind it), else to the first word that ends a phrase, verbs at
    its end dropped. `single`: exactly one thing is counted, and a word in -s after the first is its verb. `after_of`: the
    first word is a noun though it may look like a verb: "of the vote", "of spending".
    """
    tokens = _tokens(scan, at)
    while tokens and _is_skipped(tokens):
        tokens.pop(0)
    kept = 0
    for ordinal, token in enumerate(tokens):
        word = token.word
        if word in ("and", "or", "but", "&", ",") and 0 < ordinal < 4 and _joins(tokens, ordinal):
            continue
        if _is_head_of_relation(tokens, ordinal):
            kept = ordinal + 1
            continue
        if after_of and ordinal == 0 and word in NOUNS_LIKE_VERBS:
            kept = 1
            continue
        if (
            (word in _PLACES and (ordinal or word not in _BEFORE_NOUNS))
            or _ends_phrase(scan, token, first=ordinal == 0)
            or (single and ordinal and is_plural(word) and word[-1] == "s")
        ):
            break
        kept = ordinal + 1
        if not single and is_plural(word) and word not in PLURAL_MODIFIERS:
            kept = _last_plural(scan, tokens, kept)
            phrase = _phrase_of(scan, tokens[:kept], is_plural=True)
            end = tokens[kept - 1].end
            return _with_rate(scan, _with_state(scan, phrase, end), end)
        if ordinal >= 5:
            break
    if after_of and kept == 1 and tokens[0].word in NOUNS_LIKE_VERBS:
        return _phrase_of(scan, tokens[:1], is_plural=False)
    tokens = _without_verbs(tokens[:kept], keep_gerund=single or after_of)
    phrase = _phrase_of(scan, tokens[:4], is_plural=False)
    return _with_state(scan, phrase, tokens[min(len(tokens), 4) - 1].end) if tokens else phrase


_PLACES = frozenset(("outside", "inside", "upstairs", "downstairs", "abroad"))
"""Words that say where what is counted is."""
_BEFORE_NOUNS = frozenset(("outside", "inside"))
"""Those that may stand before a noun: "two outside experts"."""


def _is_skipped(tokens: list[Token]) -> bool:
    """Whether the first word only leads to what is counted: "three *more* men"; "the *total* vote" keeps it."""
    if tokens[0].word in EXTENDING:
        return len(tokens) == 1 or tokens[1].word not in NOUNS_LIKE_VERBS
    return len(tokens) > 1 and _is_adverb(tokens[0].word)


def _ends_phrase(scan: Scan, token: Token, *, first: bool) -> bool:
    """Whether a word stands behind the counted phrase; "US" and "May" do not, nor "vote" in "a 147-vote edge"."""
    word, start = token.word, token.start
    if word == "," or word.endswith(("n't", "n’t")) or word in _NUMBER_WORDS:
        return True
    capital = scan.text[start].isupper()
    if word not in ENDS_PHRASE or (capital and (word in ("us", "may", "march") or len(word) == 1)):
        return False  # "Model T"
    if first and (word in ("injured", "wounded", "arrested") or word in PLURALS_LIKE_VERBS):
        return False  # "3 injured players", "saved 12 lives"
    return not (first and scan.text[start - 1] == "-" and word in NOUNS_LIKE_VERBS)


def _last_plural(scan: Scan, tokens: list[Token], kept: int) -> int:
    """How many tokens a phrase has whose `kept`-th is a plural: further plurals, and those behind a name, belong to it.

    "four ministers officials" ends with its last plural, "50 Airbus A350-900 jets" with the thing and not the maker.
    """
    while kept < len(tokens) and tokens[kept].word not in ENDS_PHRASE and is_plural(tokens[kept].word):
        if kept + 1 < len(tokens) and tokens[kept + 1].word in VERBS_OF_PEOPLE and tokens[kept].is_lower(scan.text):
            break
        kept += 1
    if not scan.text[tokens[kept - 1].start].isupper():
        return kept
    for further in range(kept, min(kept + 3, len(tokens))):
        word = tokens[further].word
        if word in ENDS_PHRASE or word == ",":
            break
        if is_plural(word):
            return further + 1
    return kept


def _with_state(scan: Scan, phrase: Phrase, end: int) -> Phrase:
    """A phrase with what happened to its people behind it: "people killed", "soldiers were hurt"; its head stays the noun."""
    state = STATE_BEHIND.match(scan.low, end)
    head = phrase.head.lower()
    if state is None or not (state["passive"] or head in PEOPLE or head.endswith(PEOPLE_ENDINGS)):
        return phrase
    return phrase._replace(text=phrase.text + scan.text[end : state.end()])


def _with_rate(scan: Scan, phrase: Phrase, end: int) -> Phrase:
    """A phrase with what it is in proportion to: "deaths per 100,000 people"; "times" with their period: "times a minute"."""
    if phrase.text == "times" and (rate := RATE.match(scan.low, end)):
        return phrase._replace(text=phrase.text + scan.text[end : rate.end()])
    if proportion := IN_PROPORTION.match(scan.low, end):
        whole = counted_phrase(scan, proportion.end(), single=False)
        last = scan.text.find(whole.text, proportion.end()) + len(whole.text) if whole.is_plural else proportion.end()
        return phrase._replace(text=phrase.text + scan.text[end:last])
    return phrase


def _without_verbs(tokens: list[Token], *, keep_gerund: bool) -> list[Token]:
    """A phrase without possessives and verb forms at its end; `keep_gerund`: "one building" keeps its only word."""
    kept = len(tokens)
    while kept:
        word = tokens[kept - 1].word
        gerund = kept == 1 and keep_gerund and word.endswith("ing")
        noun = gerund or not is_verbal(word) or _is_head_of_relation(tokens, kept - 1)
        if not word.endswith(("'s", "’s")) and noun:
            break
        kept -= 1
    return tokens[:kept]


def _is_head_of_relation(tokens: list[Token], ordinal: int) -> bool:
    """Whether a noun that looks like a verb stands behind its adjective: "previous vote"."""
    noun = tokens[ordinal].word in NOUNS_LIKE_VERBS
    return noun and ordinal > 0 and tokens[ordinal - 1].word.endswith(RELATIONAL_ENDINGS)


_COUNTS_ON = frozenset(("numerous", "various", "countless", "multiple", "several", "many", "other", "further", "more"))


def _joins(tokens: list[Token], ordinal: int) -> bool:
    """Whether "and" inside a phrase leads to its plural head: "digital and physical sales"."""
    ahead = [token.word for token in tokens[ordinal + 1 : ordinal + 4]]
    behind = tokens[ordinal - 1].word
    if ahead[:1] and ahead[0] in _COUNTS_ON:
        return False  # "a 14-year career and numerous trips"
    if tokens[ordinal].word == ",":
        if not behind.endswith(ADJECTIVE_ENDINGS):
            return False
    elif is_verbal(behind) and not behind.endswith("ed"):
        return False
    for word in ahead:
        if word in ENDS_PHRASE:
            return False
        if is_plural(word):
            return word != ahead[0]
    return False


def _phrase_of(scan: Scan, tokens: list[Token], *, is_plural: bool) -> Phrase:
    if not tokens or tokens[-1].word in HONORIFICS:
        return _NOTHING
    first, last = tokens[0], tokens[-1]
    return Phrase(scan.text[first.start : last.end], scan.text[last.start : last.end], is_plural)


def _tokens(scan: Scan, at: int) -> list[Token]:
    """The words from `at` on that could be one noun phrase, a comma before a lower-case word among them."""
    tokens: list[Token] = []
    while len(tokens) < _LONGEST:
        match = TOKEN.match(scan.text, at)
        if match is None:
            if not tokens or not (scan.text.startswith(", ", at) and scan.text[at + 2 : at + 3].islower()):
                break
            tokens.append(Token(",", at, at + 1))
            at += 1
            continue
        word = match["word"]
        if (
            word[0].isdigit()
            and not (tokens and not tokens[-1].is_lower(scan.text))
            and ("-" not in word or word[-1].isdigit())
        ):
            break
        tokens.append(Token(word.lower(), *match.span("word")))
        at = match.end()
        if word in _STOPS:
            break  # no rule looks further
    return tokens


def is_plural(word: str) -> bool:
    """Whether a lower-case word is a plural noun by its ending or by the tables."""
    if word in PLURALS_WITHOUT_S or word.endswith(PLURALS_IN_MEN):
        return True
    if "-" in word and word.rpartition("-")[2] in PLURALS_WITHOUT_S:
        return True
    return len(word) > 2 and word[-1] == "s" and word not in SINGULARS_IN_S and not word.endswith(NEVER_PLURAL)


def is_verbal(word: str) -> bool:
    """Whether a lower-case word at the end of a phrase is no noun: a function word, a verb form, an adverb."""
    if word in NOUNS_IN_ED_AND_ING:
        return False
    return word in ENDS_PHRASE or word in ("late", "early") or word.endswith(("ed", "ing")) or _is_adverb(word)


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in LY_ADJECTIVES
