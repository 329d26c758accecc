"""Makes corpora for measuring speed: passages of about 60 words with mentions, and queries over them.

Made: words drawn from a Zipf distribution over a vocabulary of 200,000. Given: a JSON Lines file of articles with a
`text`, cut every 60 words and repeated under fresh ids until there are enough. Either way two passages in five hold a
statement by one of 2,000 speakers and a date, so that filters have something to filter; nothing is extracted. All is
drawn from fixed seeds: the same numbers give the same corpus and queries.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import numpy as np

from searchlib.models import DateMention, Document, Passage, Statement

VOCABULARY: Final = 200_000
WORDS: Final = 60
PASSAGES_A_DOCUMENT: Final = 10
SPEAKERS: Final = 2_000
FIRST_DAY: Final = date(2015, 1, 1)
DAYS: Final = 3_650
_CHUNK: Final = 10_000
_COUNTED: Final = 20_000
_FREQUENT: Final = 100
"""The most frequent words, of which a phrase of common words is."""
_TRIES: Final = 100_000
"""Phrases looked at for one that will do."""
_ONSETS: Final = (
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "t",
    "v",
    "z",
    "br",
    "dr",
    "gr",
    "kl",
    "pr",
    "sk",
    "st",
    "tr",
)
_BANDS: Final = ((20, 200), (200, 2_000), (200, 2_000), (2_000, 20_000))
"""Ranks of frequency that query words come from: the common ones, the usual twice, the rare."""

Prepared = tuple[Document, tuple[Passage, ...]]


class Question(NamedTuple):
    """One query in the forms that are measured: words, phrases that occur, and a filter on speaker and days.

    `common` is a phrase of words that are all frequent. `mixed` are the words, a second one wherever there is but one.
    """

    words: str
    phrase: str
    speaker: str
    first: date
    last: date
    common: str = ""

    @property
    def mixed(self) -> tuple[str, ...]:
        words = self.words.split()
        return (*words, self.phrase.split()[0]) if len(words) == 1 else tuple(words)


@cache
def made_words(count: int = VOCABULARY) -> tuple[str, ...]:
    """`count` different pronounceable words, in the order of their frequency: the first ones are always the same."""
    chance = Random(2)
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = 1 + (len(words) > 300) + (len(words) > 20_000) + (chance.random() < 0.5)
        made = "".join(chance.choice(_ONSETS) + chance.choice("aeiou") for _ in range(syllables))
        words[made + chance.choice("klmnprt")] = None
    return tuple(words)


@cache
def speakers() -> tuple[str, ...]:
    """SPEAKERS different full names."""
    chance = Random(5)
    words = made_words(9_000)
    names: dict[str, None] = {}
    while len(names) < SPEAKERS:
        names[f"{words[chance.randrange(400)]} {words[chance.randrange(1_000, 9_000)]}".title()] = None
    return tuple(names)


def made_texts(seed: int = 1) -> Iterator[str]:
    """Endless texts of Zipf-distributed words; their lengths vary around WORDS like those of paragraphs."""
    generator = np.random.default_rng(seed)
    words = np.array(made_words(), dtype=object)
    upto = np.cumsum(1 / (np.arange(1, VOCABULARY + 1) + 2.7) ** 1.05)
    upto /= upto[-1]
    while True:
        lengths = np.clip(generator.lognormal(np.log(55), 0.5, _CHUNK).astype(int), 8, 300)
        tokens = words[np.searchsorted(upto, generator.random(lengths.sum()))]
        at = 0
        for length in lengths.tolist():
            yield " ".join(tokens[at : at + length])
            at += length


def article_texts(path: Path) -> Iterator[str]:
    """The articles of a JSON Lines file (gzip or plain), cut every WORDS words and repeated endlessly."""
    opener = gzip.open if path.suffix == ".gz" else open
    while True:
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                words = json.loads(line)["text"].split()
                for at in range(0, len(words), WORDS):
                    yield " ".join(words[at : at + WORDS])


def texts(path: Path | None) -> Iterator[str]:
    """The texts of the corpus at `path`; of the made corpus when it is None."""
    return made_texts() if path is None else article_texts(path)


def prepared(path: Path | None, count: int) -> Iterator[Prepared]:
    """Documents with their passages, together `count` passages."""
    stream = islice(texts(path), count)
    chance = Random(7)
    ordinal = 0
    while batch := list(islice(stream, PASSAGES_A_DOCUMENT)):
        yield _document(f"d{ordinal}", batch, chance)
        ordinal += 1


def _document(name: str, batch: Sequence[str], chance: Random) -> Prepared:
    passages = []
    at = 0
    for ordinal, text in enumerate(batch):
        passages.append(_passage(name, ordinal, at, text, chance))
        at += len(text) + 2
    published = FIRST_DAY + timedelta(chance.randrange(DAYS))
    return Document(id=name, text="\n\n".join(batch), published=published), tuple(passages)


def _passage(document: str, ordinal: int, start: int, text: str, chance: Random) -> Passage:
    statements: tuple[Statement, ...] = ()
    dates: tuple[DateMention, ...] = ()
    if chance.random() < 0.4:
        middle, end = start + len(text) // 2, start + len(text)
        name = speakers()[int(SPEAKERS * chance.random() ** 3)]
        day = FIRST_DAY + timedelta(chance.randrange(DAYS))
        statements = (
            Statement(
                number=ordinal,
                start=start,
                end=middle,
                kind="direct",
                speaker=name,
                speaker_kind="person",
                rule="made",
                confidence="explicit",
            ),
        )
        dates = (
            DateMention(start=middle, end=end, first=day, last=day, grain="day", rule="made", confidence="explicit"),
        )
    return Passage(
        id=f"{document}#{ordinal}",
        document=document,
        ordinal=ordinal,
        start=start,
        end=start + len(text),
        line=1,
        text=text,
        statements=statements,
        dates=dates,
    )


def questions(path: Path | None, count: int, passages: int = _COUNTED) -> list[Question]:
    """`count` queries of 1 to 4 words from the bands of frequency, phrases of 2 or 3 words that occur, and filters.

    Words are counted in the first of the corpus's `passages`, up to 20,000.
    """
    sample = list(islice(texts(path), min(passages, _COUNTED)))
    counted = Counter(word for text in sample for word in re.findall(r"[a-z]{2,}", text.lower()))
    ranked = [word for word, _ in counted.most_common()]
    chance, others = Random(3), Random(4)  # so the other parts of a question are those of earlier runs
    frequent = frozenset(ranked[:_FREQUENT])
    made = [_question(ranked, sample, chance) for _ in range(count)]
    return [one._replace(common=_phrase(sample, others, frequent)) for one in made]


def _question(ranked: Sequence[str], sample: Sequence[str], chance: Random) -> Question:
    words: list[str] = []
    for _ in range(chance.choice((1, 2, 2, 2, 3, 3, 4))):
        low, high = chance.choice(_BANDS)
        low, high = min(low, len(ranked) // 4), min(high, len(ranked) - 1)
        words.append(ranked[chance.randint(low, high)])
    first = FIRST_DAY + timedelta(chance.randrange(DAYS - 365))
    speaker = speakers()[int(SPEAKERS * chance.random() ** 3)]
    return Question(" ".join(words), _phrase(sample, chance), speaker, first, first + timedelta(364))


def _phrase(sample: Sequence[str], chance: Random, among: Collection[str] = ()) -> str:
    """Two or three words that stand side by side in a passage, all of them `among` these, or any; "" where none is soon found."""
    for _ in range(_TRIES):
        words = chance.choice(sample).split()
        size = chance.choice((2, 2, 3))
        at = chance.randrange(max(len(words) - size, 1))
        chosen = words[at : at + size]
        fit = len(chosen) == size and all(re.fullmatch(r"[a-z]{2,}", word) for word in chosen)
        if fit and (not among or all(word in among for word in chosen)):
            return " ".join(chosen)
    return ""


def passage_rows(documents: Iterable[Prepared]) -> Iterator[tuple[Document, Passage]]:
    """Every passage with its document."""
    for document, passages in documents:
        for passage in passages:
            yield document, passage
