"""A document's passages: what is searched, ranked and shown.

A passage is a paragraph. Long paragraphs are cut at sentence ends near `TARGET` words, short ones joined with a
neighbour, a heading goes with what follows, the captions of a transcript are joined to readable pieces. What a page
prints around its text - the title once more, bylines, photo credits, buttons - is no passage and, as a passage is one
unbroken stretch, parts those on its two sides.

Passages are disjoint and ascending, `document.text[p.start:p.end] == p.text`, every word that is not page furniture is
in one, and none is longer than `LONGEST` words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeVar

from searchlib.analysis import fold
from searchlib.expressions.agencies import AGENCIES
from searchlib.models import Cue, DateMention, Document, Passage, Quantity, Statement
from searchlib.sentences import paragraph_bounds, sentence_bounds

TARGET = 120
"""Words of a passage cut from a long paragraph, and the most that joining small ones may give."""
SHORT = 25
"""Paragraphs of fewer words are joined with a neighbour."""
LONG = 180
"""Paragraphs of more words are cut."""
LONGEST = 400
"""No passage has more words, where ten characters count as a word at least (text without spaces is cut too)."""

_CHARACTERS_A_WORD = 10
_LONGEST_HEADING = 15
_LONGEST_CAPTION = 120
_LONGEST_FURNITURE = 25
_TURN = 40  # words after which a change of speaker starts a new passage

_PLAIN_SUFFIXES = frozenset(("", "txt", "text", "md", "markdown"))

# Lines that pages print around an article, whole lines only, folded. Extend at will; each is tried on short lines.
_FURNITURE_LINES: tuple[str, ...] = (
    r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?: ?/ ?(?:\d{1,2}:)?\d{1,2}:\d{2})?",
    r"(?:(?:last |first )?(?:updated|published|posted|modified)(?: (?:on|at))?:?)(?: .{0,60}\d.{0,30})?",
    r"\d+[- ]min(?:ute)?s?[- ](?:read|listen)",
    r"(?:story continues below )?advertisement(?: ?- ?(?:story|content|article) continues below)?",
    r"(?:story|article) continues (?:below|after) (?:this )?ad(?:vertisement)?",
    r"(?:share|save|print|email|e-mail|tweet|like|comments?|reprints|listen|copy link|link copied!?|menu|search|close)",
    r"(?:share|save|print|email|e-mail|listen to|gift|bookmark)(?: (?:this|the))? (?:article|story|page|post)",
    r"share (?:on|via|to) (?:facebook|twitter|x|whatsapp|linkedin|reddit|email|e-mail|telegram)",
    r"(?:facebook|twitter|whatsapp|linkedin|reddit|pinterest|flipboard|telegram|instagram|youtube)",
    r"(?:read|see|learn|show|load|view) (?:more|all|full article|comments)(?: ?[>»…]| ?\.\.\.)?",
    r"(?:related|trending|most (?:read|popular|viewed)|recommended|more (?:stories|news|from .{1,40}))(?: (?:articles|stories|topics|news))?:?",
    r"(?:sign up|subscribe|log in|sign in|register|follow us|skip to .{1,30})(?: (?:for|to|on|now|here)\b.{0,80})?",
    r"(?:enlarge|hide caption|toggle caption|enlarge this image|(?:image|media) (?:source|copyright|caption) .{1,60}|view image in fullscreen|play(?: video)?)",
    r"(?:©|\(c\)|copyright) ?.{0,100}|all rights reserved\.?",
    r"getty images|reuters|associated press|afp",
)
_FURNITURE = re.compile("|".join(f"(?:{line})" for line in _FURNITURE_LINES))
_BYLINE = re.compile(
    r"(?:Written |Reported |Story |Words |Posted )?[Bb]y:? [A-Z][^.?!]{1,100}|BY:? [A-Z][^.?!a-z]{1,100}"
)
_AGENCY = rf"(?:{'|'.join(sorted(AGENCIES))}|EPA|REUTERS|Getty|Shutterstock|Pool|NurPhoto)"
_CREDIT = re.compile(
    rf"""
      /[ ]?{_AGENCY}(?:[ /](?:via|Images|Photo|File|{_AGENCY}))*(?:\)\.?)?
    | \b[Vv]ia[ ](?:Getty[ ]Images|AP|REUTERS|Reuters|AFP|EPA|Shutterstock)\)?
    | \((?:AP[ ]Photo|(?:File[ ])?[Pp]hotos?|Image|Picture|Credit)(?:[:/]|[ ]by[ ]|[ ]courtesy)[^()]{{0,120}}\)
    | (?:Photo(?:graph(?:er)?)?|Image|Picture|Credit)s?(?::|[ ](?:by|credit:?|courtesy(?:[ ]of)?))[ ][A-Z][^.!?]{{1,80}}
    | (?<=[.)|][ ])(?:[A-Z][\w.'’-]*[ ]){{1,3}}?[A-Z][\w'’-]*[ ]?/[ ]?[A-Z][\w'’-]*(?:[ ][A-Z][\w'’-]*){{0,4}}
    """,
    re.VERBOSE,
)
_CREDIT_WIDTH = 150  # a credit stands at the very end of a caption
_FIRST_WORD = re.compile(r"[ -/:-@\[-^`{-~“”‘’—–…]*+([A-Za-z0-9_]++)(?:[\x00-\x7f“”‘’—–…]|\Z)")
_CAPTION_START = re.compile(
    r"(?:PHOTO|Photo|FILE PHOTO|File photo|FILE|Image|IMAGE|Caption|Video|VIDEO|WATCH|Watch)(?: ?[:–—-] )"
)
_BARE_NAME = re.compile(r"(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w.'’-]+(?: and (?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w.'’-]+)?")
_HEADING = re.compile(r"[#\d\"'“‘(]{0,4} ?[^\W_a-z].{0,140}(?<![.;,:…])")

Kind = Literal["prose", "heading", "furniture"]


class _Block(NamedTuple):
    """A stretch of text that is not parted unless it is too long. `size` is its words (see `LONGEST`)."""

    start: int
    end: int
    size: int
    kind: Kind = "prose"
    speaker: str | None = None


def split(
    document: Document,
    statements: Iterable[Statement] = (),
    dates: Iterable[DateMention] = (),
    quantities: Iterable[Quantity] = (),
    *,
    whole: bool = False,
) -> tuple[Passage, ...]:
    """The document's passages with the mentions that belong to each; none only when the text is empty or all space.

    With `whole` the whole text is one passage, page furniture included.

    A date or quantity goes to the passage that holds its first character (to none when that is page furniture), a
    statement to every passage that what is said overlaps.
    """
    bounds = _whole_bounds(document.text) if whole else passage_bounds(document)
    starts = [start for start, _ in bounds]
    ends = [end for _, end in bounds]
    said: list[list[Statement]] = [[] for _ in bounds]
    for statement in statements:
        for place in _overlapping(starts, ends, statement.start, statement.end):
            said[place].append(statement)
    dated = _by_first_character(starts, ends, dates)
    counted = _by_first_character(starts, ends, quantities)
    lines = _line_numbers(document, starts)
    passages = tuple(
        Passage.trusted(
            {
                "id": f"{document.id}#{ordinal}",
                "document": document.id,
                "ordinal": ordinal,
                "start": start,
                "end": end,
                "line": lines[ordinal],
                "text": document.text[start:end],
                "statements": tuple(said[ordinal]),
                "dates": tuple(dated[ordinal]),
                "quantities": tuple(counted[ordinal]),
            }
        )
        for ordinal, (start, end) in enumerate(bounds)
    )
    for passage in passages:
        passage.place_texts()
    return passages


def _whole_bounds(text: str) -> list[tuple[int, int]]:
    """The whole text without the space around it; nothing when it is all space."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return [(start, end)] if start < end else []


def passage_bounds(document: Document) -> list[tuple[int, int]]:
    """Where the passages of a document start and end, ascending and disjoint."""
    blocks = _classify(document, _blocks(document))
    if all(block.kind == "furniture" for block in blocks):
        blocks = [_Block(block.start, block.end, block.size) for block in blocks]
    return [(block.start, block.end) for block in _joined(_cut(document.text, blocks))]


Mention = TypeVar("Mention", DateMention, Quantity)


def _by_first_character(starts: list[int], ends: list[int], mentions: Iterable[Mention]) -> list[list[Mention]]:
    """For each passage the mentions whose first character it holds."""
    given: list[list[Mention]] = [[] for _ in starts]
    for mention in mentions:
        place = bisect_right(starts, mention.start) - 1
        if place >= 0 and mention.start < ends[place]:
            given[place].append(mention)
    return given


def _overlapping(starts: list[int], ends: list[int], start: int, end: int) -> range:
    """The places of the passages that share a character with `start` to `end`."""
    return range(bisect_right(ends, start), bisect_right(starts, end - 1))


def _line_numbers(document: Document, starts: Sequence[int]) -> list[int]:
    """The line of the source file at each start (of a PDF the page): counted in plain files, elsewhere the record's."""
    pages = document.encoding == "pdf"
    suffix = document.path.rpartition(".")[2].lower() if "." in document.path else ""
    if suffix not in _PLAIN_SUFFIXES and not pages:
        return [document.line] * len(starts)
    lines: list[int] = []
    line, before = document.line, 0
    for start in starts:
        line += document.text.count("\f" if pages else "\n", before, start)
        lines.append(line)
        before = start
    return lines


def _blocks(document: Document) -> list[_Block]:
    """The paragraphs and the captions of a document, in order; captions are never furniture or headings."""
    text = document.text
    blocks: list[_Block] = []
    offset = 0
    for cue in _disjoint(document.cues, len(text)):
        blocks.extend(_Block(*span, _size(text, *span)) for span in paragraph_bounds(text, offset, cue.start))
        spans = paragraph_bounds(text, cue.start, cue.end)
        blocks.extend(_Block(*span, _size(text, *span), "prose", cue.speaker) for span in spans)
        offset = cue.end
    blocks.extend(_Block(*span, _size(text, *span)) for span in paragraph_bounds(text, offset))
    return blocks


def _disjoint(cues: Iterable[Cue], end: int) -> Iterator[Cue]:
    """Cues in ascending order, without those that overlap an earlier one or leave the text."""
    offset = 0
    for cue in sorted(cues, key=lambda cue: (cue.start, cue.end)):
        if offset <= cue.start < cue.end <= end:
            yield cue
            offset = cue.end


def _size(text: str, start: int, end: int) -> int:
    """The words of a stretch, ten characters counting as one at least."""
    return max(len(text[start:end].split()), (end - start) // _CHARACTERS_A_WORD)


def _classify(document: Document, blocks: list[_Block]) -> list[_Block]:
    """The blocks with their kind."""
    names = {_bare(author) for author in document.authors}
    titles = {_bare(document.title)} - {""}
    openings = {"by", *(line.partition(" ")[0] for line in (*names, *titles))}
    kinds: list[Kind] = []
    for block in blocks:
        words = document.text[block.start : block.end]
        if block.speaker is not None or block.size > _LONGEST_CAPTION:
            kinds.append("prose")
        elif _is_furniture(words, block.size, titles, names, openings):
            kinds.append("furniture")
        else:
            kinds.append("heading" if block.size <= _LONGEST_HEADING and _is_heading(words) else "prose")
    _find_bare_names(document.text, blocks, kinds)
    return [
        block if block.kind == kind else block._replace(kind=kind) for block, kind in zip(blocks, kinds, strict=True)
    ]


def _bare(line: str) -> str:
    """A line folded, its signs and spacing left out: equal for two printings of one title or name."""
    return " ".join(re.findall(r"\w+", fold(line)))


def _is_furniture(words: str, size: int, titles: set[str], names: set[str], openings: set[str]) -> bool:
    """Whether a line is the title once more, a byline, a caption with its credit, or a button.

    `openings` are the first words of titles and names and "by": any other plain word rules them out.
    """
    first = _FIRST_WORD.match(words)
    if first is None or first[1].lower() in openings:
        bare = _bare(words)
        if not bare or bare.removeprefix("by ") in names:
            return True
        if bare in titles and (size <= _LONGEST_HEADING or words[-1] not in ".!?"):  # else the text's first paragraph
            return True
    if size <= _LONGEST_FURNITURE and (_FURNITURE.fullmatch(fold(words)) or _BYLINE.fullmatch(words)):
        return True
    if _CAPTION_START.match(words):
        return True
    if words[-1] in ".!?" and not words.endswith(")."):  # as nearly every paragraph ends and no credit does
        return False
    return any(credit.end() == len(words) for credit in _CREDIT.finditer(words, max(0, len(words) - _CREDIT_WIDTH)))


def _is_heading(words: str) -> bool:
    """Whether a short line is a heading: begins with a capital or a figure and does not end as a sentence does."""
    if words.startswith("#"):
        return True
    return bool(_HEADING.fullmatch(words)) and words.rstrip("\"'”’)")[-1:] not in (".", "!", "?", ",", ";", ":", "…")


def _find_bare_names(text: str, blocks: list[_Block], kinds: list[Kind]) -> None:
    """Marks a line that is only a name, above the text and beside furniture, as the byline that it is (in place)."""
    for place, block in enumerate(blocks):
        if kinds[place] == "prose" and block.size >= SHORT:
            return
        beside = "furniture" in kinds[max(0, place - 1) : place + 2]
        if kinds[place] == "heading" and beside and _BARE_NAME.fullmatch(text, block.start, block.end):
            kinds[place] = "furniture"


def _cut(text: str, blocks: Iterable[_Block]) -> Iterator[_Block]:
    """The blocks, those over `LONG` words cut at sentence ends into pieces of about `TARGET` words."""
    for block in blocks:
        if block.size <= LONG or block.kind == "furniture":
            yield block
            continue
        ideal = block.size / max(2, round(block.size / TARGET))
        piece: _Block | None = None
        for start, end in _short_sentences(text, block):
            size = _size(text, start, end)
            if piece is not None and 2 * piece.size + size > 2 * ideal:  # nearer to the ideal without it
                yield piece
                piece = None
            first = start if piece is None else piece.start
            piece = _Block(first, end, size + (piece.size if piece else 0), "prose", block.speaker)
        if piece is not None:
            yield piece


def _short_sentences(text: str, block: _Block) -> Iterator[tuple[int, int]]:
    """The sentences of a block; one over `LONG` words is cut between words, and a word as long as a page anywhere."""
    for start, end in sentence_bounds(text, block.start, block.end):
        if _size(text, start, end) <= LONG:
            yield start, end
            continue
        first = start
        last = start
        count = 0
        for word in re.finditer(rf"\S{{1,{TARGET * _CHARACTERS_A_WORD}}}+", text[start:end]):
            size = max(1, -(-len(word[0]) // _CHARACTERS_A_WORD))
            if last > first and (count + size > TARGET or start + word.end() - first > TARGET * _CHARACTERS_A_WORD):
                yield first, last
                first, count = start + word.start(), 0
            last = start + word.end()
            count += size
        yield first, last


def _joined(blocks: Iterable[_Block]) -> list[_Block]:
    """Passages: headings with what follows, small blocks with a neighbour, nothing over furniture."""
    passages: list[_Block] = []
    current: _Block | None = None
    parted = True  # whether furniture stands between `current` and the last passage
    for block in blocks:
        if current is not None and not _belongs(current, block):
            _close(passages, current, parted=parted)
            parted = False
            current = None
        if block.kind == "furniture":
            parted = True
        elif current is None:
            current = block
        else:
            current = _join(current, block)
    if current is not None:
        _close(passages, current, parted=parted)
    return passages


def _belongs(current: _Block, block: _Block) -> bool:
    """Whether `block` is joined to the blocks before it that are not closed yet."""
    if block.kind == "furniture":
        return False
    if current.kind == "heading":
        return current.size + block.size <= LONGEST
    if block.kind == "heading":
        return False
    if current.size + block.size > TARGET:  # a short opening goes even before a long piece
        return current.speaker is None and current.size < SHORT and current.size + block.size <= LONG + SHORT
    if current.speaker is not None and block.speaker is not None:
        return current.speaker == block.speaker or current.size < _TURN
    return current.size < SHORT or block.size < SHORT


def _join(first: _Block, second: _Block) -> _Block:
    return _Block(first.start, second.end, first.size + second.size, second.kind, second.speaker)


def _close(passages: list[_Block], current: _Block, *, parted: bool) -> None:
    """Adds a finished passage; what is still short goes to the one before, unless furniture parts them."""
    if current.size < SHORT and passages and not parted and passages[-1].size + current.size <= LONG + 2 * SHORT:
        current = _join(passages.pop(), current)
    passages.append(current)
