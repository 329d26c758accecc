"""Splits a query into tokens; the leaves are already nodes, and brackets are balanced.

The lexer knows the field of a bracket (`title:(a OR b)`), so it reads each value by the kind of its field. A misplaced
operator becomes a word, with a warning; what cannot be read raises a QueryError. The lexer makes one pass and looks at
each character a bounded number of times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from searchlib.definitions.regexes import regex
from searchlib.query.context import ParseContext, nearest, shown
from searchlib.query.nodes import Fuzzy, Node, Nothing, Phrase, Wildcard, Word
from searchlib.query.syntax import ANGLE, CURLY, FIELD_NAME, LOOKALIKES, OPERATORS, QUOTES, SIGNS, STRAIGHT
from searchlib.query.values import FORMS, INTERVAL_KINDS, NAMES, SCORED_NAMES, Form, field_of, filter_node, is_field

TokenKind = Literal["leaf", "open", "close", "AND", "OR", "NOT", "+", "-", "near", "together", "end"]


NOTHING = Nothing()


class Token(NamedTuple):
    """A piece of the query: `start` to `end` of its text.

    A "leaf" has its `node`. An "open" bracket has an `opener` ("" plain, "said", "atleast" with its `figure`, or a
    field's name with its colon); its "close" has the `boost` behind it. "near" has its distance as `figure`, "pre" or "w"
    as `opener`; "together" has its unit's letter as `opener`.
    """

    kind: TokenKind
    start: int
    end: int
    node: Node = NOTHING
    opener: str = ""
    figure: int = 0
    boost: float = 1.0


class Open(NamedTuple):
    """An open bracket: the index of its token and the field that applies inside it."""

    token: int
    name: str | None


PIECE = regex(rf"(?:\\(?:.|\Z)|[^\\\s(){QUOTES}])+", re.DOTALL)
"""Characters without a space, bracket or quotation mark between them, unless a backslash escapes it."""
PLAIN = regex(r"[^\W_]\w*+(?:[-.,'’]\w++)*(?=[\s)]|\Z)(?! *\()")
"""A piece without special characters, as most are."""
BRACKET = regex(r" *\(")
OPERATOR = regex(rf"(?:(AND|OR|NOT)|(?i:(w|near|pre)/(\d{{1,6}})|/(s|p)))(?=[\s(){QUOTES}]|\Z)")
ESCAPE = regex(r"\\([\W_])", re.DOTALL)
FUNCTION = regex(r"(said|atleast(\d{1,6}))\(", re.IGNORECASE)
STAR_AT_LETTER = regex(r"[^\W\d_]\*|\*[^\W\d_]")
POWER = regex(r"\^(\d{1,7}(?:\.\d{1,30})?)(?!\.?\d)")
POWER_LAST = regex(POWER.pattern + r"\Z")
SLOP = regex(r"~(\d{1,6})(?!\d)")
SPELLED_OPERATOR = regex(r"\\(?=(?:AND|OR|NOT)(?:[\^~]|\Z))")
FUZZY_LAST = regex(r"(?<=.)~(\d{0,6})\Z", re.DOTALL)
SQUARE = regex(r"[\[{][^\[\]{}()" + QUOTES + r"]*[\]}]")
INSIDE = regex(rf"[^()\\{QUOTES}]*")
LAST_LETTER = regex(r"[\w*][^\w*]*\Z")
PRODUCT = regex(r"(?<=\d)\*(?=\d)")
FIGURE = regex(r"[~<>≤≥]=?[$€£]?\d[\d.,]*[a-z%]{0,2}")
CLOSINGS = {
    mark: tuple(regex(rf"(?:\\.|[^\\{marks}])*[{marks}]", re.DOTALL) for marks in (family, QUOTES))
    for family in (STRAIGHT, CURLY, ANGLE)
    for mark in family
}
"""What ends a quotation: the next mark of the same family; otherwise, as people mix them, the next of any family."""
ESCAPED_QUOTE = regex(rf"\\([\\{QUOTES}])")
LONE_MINUS = regex(r"(?<![\w-])-")
HIDDEN = "\ue000"
"""Replaces an escaped character while special characters are looked for."""


def tokens(context: ParseContext) -> list[Token]:
    """The tokens of a query; the last one is an "end".

    Raises QueryError for an unclosed quotation mark, an unknown field or a value that cannot be read, LimitError for too
    many clauses or too deep brackets.
    """
    return Lexer(context, context.query).run()


@dataclass(slots=True)
class Lexer:
    """One pass over a query; `at` is the offset of the next character."""

    context: ParseContext
    text: str
    at: int = 0
    tokens: list[Token] = field(default_factory=list)
    opened: list[Open] = field(default_factory=list)

    @property
    def name(self) -> str | None:
        """The field or alias that applies here; None outside of `field:(...)`."""
        return self.opened[-1].name if self.opened else None

    def run(self) -> list[Token]:
        """Read the whole query."""
        while self.at < len(self.text):
            if self.text[self.at].isspace():
                self.at += 1
            else:
                self._step()
        self._leave_open()
        self.tokens.append(Token("end", len(self.text), len(self.text)))
        return self.tokens

    def _step(self) -> None:
        mark = self.text[self.at]
        if self._plain():
            return
        if mark == "(":
            self._open(self.at + 1, self.name)
        elif mark == ")":
            self._close()
        elif mark in SIGNS and self._is_sign():
            self.tokens.append(Token("+" if mark == "+" else "-", self.at, self.at + 1))
            self.at += 1
        elif not (self._operator() or self._function(self.name) or self._field()):
            self._leaf(self.name, self.at)

    def _plain(self) -> bool:
        """Read a word without special characters, where words are expected. `us` is left out: it gets a hint."""
        piece = PLAIN.match(self.text, self.at)
        name = self.name
        if piece is None or piece[0] in OPERATORS or piece[0] == "us" or (name and name not in SCORED_NAMES):
            return False
        start, self.at = self.at, piece.end()
        self.context.count_clause(start)
        self.tokens.append(Token("leaf", start, self.at, Word(piece[0], name)))
        return True

    def _leaf(self, name: str | None, start: int) -> None:
        """Read a word, a phrase or a value of the field `name`."""
        self.context.count_clause(start)
        if name is not None and name not in SCORED_NAMES:
            self._value(name, start)
        elif self.at < len(self.text) and self.text[self.at] in QUOTES:
            self._phrase(name, start)
        else:
            self._word(name, start)

    def _put(self, node: Node, start: int) -> None:
        self.tokens.append(Token("leaf", start, self.at, node))

    def _ignore(self, what: str, start: int) -> None:
        """Warn that `what` contains no word and is ignored."""
        hint = " To exclude a word write -word." if what.strip() == "-" else ""
        self.context.warn(f"{shown(what)!r} contains no searchable word and was ignored.{hint}", start)
        self._put(Nothing(), start)

    # ---- brackets -------------------------------------------------------------------------------------------------

    def _open(self, inside: int, name: str | None, opener: str = "", count: int = 0, start: int | None = None) -> None:
        start = self.at if start is None else start
        self.opened.append(Open(len(self.tokens), name))
        self.context.bound("max_depth", len(self.opened), start)
        self.tokens.append(Token("open", start, inside, opener=opener, figure=count))
        self.at = inside

    def _close(self) -> None:
        start, self.at = self.at, self.at + 1
        if not self.opened:
            self.context.warn("A ')' without its '(' was ignored.")
            return
        self.opened.pop()
        power = POWER.match(self.text, self.at)
        if power:
            self.at = power.end()
        self.tokens.append(Token("close", start, self.at, boost=self._boost(power)))

    def _leave_open(self) -> None:
        """Drop plain brackets that are not closed, as in pasted text, with a warning; any other one is an error."""
        dropped = {left.token for left in self.opened}
        for left in self.opened:
            token = self.tokens[left.token]
            if token.opener:
                message = f"The bracket of {self.text[token.start : token.end]!r} is not closed."
                text = self.text.rstrip()
                suggestion = None if text.endswith("(") else text + ")"
                raise self.context.fault(message, token.end - 1, "a closing )", suggestion)
            self.context.warn("A '(' that is not closed was ignored.")
        if dropped:
            self.tokens = [token for ordinal, token in enumerate(self.tokens) if ordinal not in dropped]

    # ---- operators ------------------------------------------------------------------------------------------------

    def _is_sign(self) -> bool:
        """Whether + or - here is a sign: it follows nothing and precedes something. In number:-5 it belongs to the number."""
        before, behind = self.text[self.at - 1 : self.at], self.text[self.at + 1 : self.at + 2]
        if (before and before != "(" and not before.isspace()) or not behind or behind.isspace():
            return False
        if self.name == "number" and behind in "0123456789.$€£":
            return False
        return behind not in SIGNS + ")"

    def _signed(self) -> bool:
        """Whether a sign comes directly before: then what follows is not an operator."""
        return bool(self.tokens) and self.tokens[-1].kind in ("+", "-") and self.tokens[-1].end == self.at

    def _operator(self) -> bool:
        operator = OPERATOR.match(self.text, self.at)
        if operator is None or self._signed():
            return False
        logical, near, distance, unit = operator.groups()
        start, self.at = self.at, operator.end()
        if logical:
            kind: TokenKind = "AND" if logical == "AND" else "OR" if logical == "OR" else "NOT"
            self.tokens.append(Token(kind, start, self.at))
        elif near:
            opener = "pre" if near.lower() == "pre" else "w"
            self.tokens.append(Token("near", start, self.at, opener=opener, figure=int(distance)))
        else:
            self.tokens.append(Token("together", start, self.at, opener=unit.lower()))
        return True

    def _function(self, name: str | None) -> bool:
        function = FUNCTION.match(self.text, self.at)
        if function is None:
            return False
        count = int(function[2] or 0)
        self._open(function.end(), name, "atleast" if function[2] else "said", count)
        if function[2] and count == 0:
            raise self.context.fault("atleast must be 1 or more.", function.start(), "atleast2(word)")
        self.context.bound("max_count", count, function.start())
        return True

    # ---- fields ---------------------------------------------------------------------------------------------------

    def _field(self) -> bool:
        """Read `name:` and its value; False when the text before the colon is not a field."""
        label = FIELD_NAME.match(self.text, self.at)
        if label is None or (self.name is not None and self.name not in SCORED_NAMES):
            return False
        start, name, behind = self.at, label[0][:-1].lower(), label.end()
        following = self.text[behind : behind + 2]
        empty = not following or following[0].isspace() or following[0] == ")"
        if not is_field(name):
            path = following[:1] in ("/", ":", "\\")  # http://host, std::vector, C:\folder
            return not path and self._unknown(label[0], start, empty=empty)
        self.at = behind
        if following.startswith("("):
            self._open(behind + 1, name, label[0], start=start)
        elif empty:
            self._empty(name)
        elif name not in SCORED_NAMES or not self._function(name):
            self._leaf(name, start)
        return True

    def _unknown(self, asked: str, start: int, *, empty: bool) -> bool:
        near = nearest(asked[:-1], NAMES)
        if empty and near is None:
            return False
        raise self.context.fault(
            f"There is no field {shown(asked)!r}.",
            start,
            "one of " + ", ".join(NAMES) + '; quote the text ("a:b") to search for it as words',
            near and near + ":",
        )

    def _empty(self, name: str) -> None:
        """Raise the error for `name:` without a value."""
        field = field_of(name)
        if field.kind in INTERVAL_KINDS:
            filter_node(self.context, name, "", self.at)
        following = PIECE.match(self.text, self.at + 1)
        suggestion = f"{name}:{shown(following[0])}" if following else None
        expected = f"a value right behind the colon, as in {field.example}"
        raise self.context.fault(f"{name}: has no value.", self.at, expected, suggestion)

    def _value(self, name: str, start: int) -> None:
        place, kind = self.at, field_of(name).kind
        form: Form = ""
        if kind in INTERVAL_KINDS or kind == "extra":
            text, form = self._interval(FORMS.get(kind, ""))
            if kind == "extra" and self.text[place] not in QUOTES and STAR_AT_LETTER.search(text):
                raise self.context.fault(
                    f"{name}: takes no wildcard.", place, "a whole value, in quotes if it holds a *"
                )
        else:
            text = self._quoted() if self.text[self.at] in QUOTES else self._bare(name)
        if slop := SLOP.match(self.text, self.at):
            raise self.context.fault(f"{name}: takes no {slop[0]}: only phrases do.", self.at, "the value alone")
        if power := POWER.match(self.text, self.at):
            self._unscored(power[0], name)
            self.at = power.end()
        self._put(filter_node(self.context, name, text, place, form), start)

    def _unscored(self, power: str, name: str) -> None:
        self.context.warn(f"A filter adds no score: the {power} after {name}: was ignored.")

    def _bare(self, name: str) -> str:
        """An unquoted value."""
        place = self.at
        raw, masked = self._piece()
        power = POWER_LAST.search(masked) if "^" in masked else None
        if power:
            self._unscored(power[0], name)
            raw, masked = raw[: power.start()], masked[: power.start()]
        if "*" in masked and masked.strip("*?"):
            suggestion = f"{name}:{raw.replace('*', '')}" if field_of(name).kind == "name" else None
            raise self.context.fault(f"{name}: takes no wildcard.", place, "a whole name", suggestion)
        return raw

    def _interval(self, form: Form) -> tuple[str, Form]:
        """A date or quantity: bare and quoted parts, [x TO y], or the function `form` around one of these."""
        called = form and self.text[self.at : self.at + len(form) + 1].lower() == form + "("
        if not called:
            return self._parts(), ""
        self.at += len(form) + 1
        value = self._parts(INSIDE).strip()
        if self.text[self.at : self.at + 1] != ")":
            raise self.context.fault(f"The bracket of {form}( is not closed.", self.at, "a closing )")
        self.at += 1
        return value, form

    def _parts(self, bare: re.Pattern[str] = PIECE) -> str:
        parts: list[str] = []
        while self.at < len(self.text):
            square = SQUARE.match(self.text, self.at) if not parts else None
            if self.text[self.at] in QUOTES:
                parts.append(self._quoted())
            elif square:
                parts.append(square[0])
                self.at = square.end()
            elif (piece := bare.match(self.text, self.at)) and piece[0]:
                parts.append(ESCAPE.sub(r"\1", piece[0]) if "\\" in piece[0] else piece[0])
                self.at = piece.end()
            else:
                break
        return "".join(parts)

    # ---- phrases and words ----------------------------------------------------------------------------------------

    def _quoted(self) -> str:
        """The text between this quotation mark and the closing one."""
        start = self.at
        end = self._closing(start)
        self.at = end + 1
        inside = self.text[start + 1 : end]
        return ESCAPED_QUOTE.sub(r"\1", inside) if "\\" in inside else inside

    def _closing(self, start: int) -> int:
        """The offset of the closing quotation mark."""
        for closing in CLOSINGS[self.text[start]]:
            if ending := closing.match(self.text, start + 1):
                return ending.end() - 1
        message = "This quotation mark is not closed."
        suggestion = self.text.rstrip() + '"' if self.text[start + 1 :].strip() else None
        raise self.context.fault(message, start, "a closing quotation mark", suggestion)

    def _phrase(self, name: str | None, start: int) -> None:
        text = self._quoted()
        if not any(mark.isalnum() for mark in text):
            self._ignore(self.text[start : self.at], start)
            return
        if "*" in text:
            self.context.warn("A '*' inside a phrase is not a wildcard; only words outside of phrases take one.")
        slop = SLOP.match(self.text, self.at)
        self.at = slop.end() if slop else self.at
        power = POWER.match(self.text, self.at)
        self.at = power.end() if power else self.at
        apart = int(slop[1]) if slop else 0
        self.context.bound("max_apart", apart, start)
        self._put(Phrase(text, name, apart, self._boost(power)), start)

    def _boost(self, power: re.Match[str] | None) -> float:
        """The number after `^`; 1 when there is none."""
        if power is None:
            return 1.0
        boost = float(power[1])
        if not 1e-6 <= boost <= 1e6:
            raise self.context.fault(
                f"{power[0]} is not a boost.", self.at - len(power[0]), "a number from 0.000001 to 1000000"
            )
        return boost

    def _piece(self) -> tuple[str, str]:
        """The next piece, and the same with its escaped characters replaced by HIDDEN."""
        piece = PIECE.match(self.text, self.at)
        assert piece is not None
        self.at = piece.end()
        raw = piece[0]
        if "\\" not in raw:
            return raw, raw
        if SPELLED_OPERATOR.match(raw):
            raw = raw[1:]
        return ESCAPE.sub(r"\1", raw), ESCAPE.sub(HIDDEN, raw)

    def _word(self, name: str | None, start: int) -> None:
        raw, masked = self._piece()
        if "://" in masked or PRODUCT.search(masked):
            self._warn_word(raw, start)
            self._put_word(Word(raw, name), start)
            return
        power = POWER_LAST.search(masked) if "^" in masked else None
        if power and power.start():
            raw, masked = raw[: power.start()], masked[: power.start()]
        boost = self._boost(power if power and power.start() else None)
        fuzzy = FUZZY_LAST.search(masked) if "~" in masked else None
        if fuzzy:
            raw, masked = raw[: fuzzy.start()], masked[: fuzzy.start()]
        if "?" in masked:
            raw, masked = self._without_question(raw, masked)
        if "*" in masked or "?" in masked:
            self._wildcard(raw, masked, name, boost, start, fuzzy=bool(fuzzy))
            return
        if fuzzy and any(mark.isalnum() for mark in raw):
            distance = int(fuzzy[1] or 1)
            self.context.bound("max_distance", distance, start)
            self._put(Fuzzy(raw, distance, name, boost), start)
            return
        self._remark(raw, masked, start)
        self._put_word(Word(raw, name, boost), start)

    def _put_word(self, word: Word, start: int) -> None:
        if any(mark.isalnum() for mark in word.text):
            self._put(word, start)
        else:
            self._ignore(word.text, start)

    def _without_question(self, raw: str, masked: str) -> tuple[str, str]:
        """Cut off a `?` after the last letter, with all that follows: it is a question mark, not a wildcard."""
        last = LAST_LETTER.search(masked)
        if last is None or "?" not in last[0]:
            return raw, masked
        keep = last.start() + last[0].index("?")
        self.context.warn("A '?' at the end of a word was read as a question mark, not as a wildcard.")
        return raw[:keep], masked[:keep]

    def _wildcard(self, raw: str, masked: str, name: str | None, boost: float, start: int, *, fuzzy: bool) -> None:
        if not any(mark.isalnum() for mark in raw):
            self._ignore(raw, start)
            return
        if fuzzy:
            raise self.context.fault("A word takes a wildcard or a ~, not both.", start, "word* or word~1")
        pattern = re.sub(r"\*{2,}", "*", raw) if "**" in masked else raw
        self._put(Wildcard(pattern, name, boost), start)

    def _remark(self, raw: str, masked: str, start: int) -> None:
        """Warn about special characters that were read as part of a word, and suggest better spellings."""
        bracket = BRACKET.match(self.text, self.at)
        whole = masked + self.text[self.at] if bracket else masked
        for looks, expected in LOOKALIKES:
            if looks.match(whole):
                self._warn_word(raw, start, expected)
                return
        inner = "+" in masked or "&" in masked or ":" in masked or "^" in masked or "~" in masked
        if (inner or LONE_MINUS.search(masked)) and any(mark.isalnum() for mark in raw):
            self._warn_word(raw, start)
        if FIGURE.fullmatch(raw):
            self.context.suggest(f"For figures of this size write number:{raw}")
        if raw == "us":
            self.context.suggest("'us' is the pronoun; for the United States write U.S.")

    def _warn_word(self, raw: str, start: int, expected: str = "") -> None:
        hint = f"; {expected}" if expected else ""
        self.context.warn(f"{shown(raw)!r} was read as a word{hint}.", start)
