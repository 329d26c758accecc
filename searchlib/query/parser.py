"""The parser of the query language: recursive descent over the lexer's tokens.

    query       = { disjunction }                             side by side: see nodes.Clauses
    disjunction = conjunction { "OR" conjunction }
    conjunction = signed { "AND" signed }
    signed      = { "+" | "-" | "NOT" } proximity
    proximity   = primary { between primary }                 a w/5 b w/5 c  is  (a w/5 b) AND (b w/5 c)
    between     = "w/" n | "near/" n | "pre/" n | "/s" | "/p"
    primary     = leaf | "(" query ")" [ boost ]
                | field ":(" query ")" [ boost ]              the field holds for every leaf inside
                | [ field ":" ] ( "said(" query ")" | "atleast" n "(" word ")" )
    leaf        = [ field ":" ] ( word [ boost ] | pattern [ boost ] | word "~" [ n ] [ boost ]
                                | quotation [ "~" n ] [ boost ] )          on text and title
                | field ":" value                             on every other field: see values.py
    boost       = "^" number

A sign comes directly before its clause. An operator without its operands is read as a word, with a warning. A backslash
escapes the next character. Nothing is ignored without a warning.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from searchlib.definitions.frozen import frozen
from searchlib.definitions.regexes import regex
from searchlib.errors import QueryError
from searchlib.fields import FIELDS
from searchlib.query.context import Limits, ParseContext, nearest, shown
from searchlib.query.lexer import Token, tokens
from searchlib.query.nodes import (
    And,
    AtLeast,
    Clauses,
    Filter,
    Fuzzy,
    Near,
    Node,
    Not,
    Nothing,
    Operand,
    Or,
    Phrase,
    Said,
    Together,
    Wildcard,
    Word,
    children,
    fold,
    is_scored,
    regrouped,
    walk,
)
from searchlib.query.values import FORMS, NAMES, SCORED_NAMES, Form, field_of, filter_node, is_field

BINARY = frozenset(("AND", "OR", "near", "together"))
BETWEEN = ("near", "together")
NAME_FIELDS = tuple(field.name for field in FIELDS if field.kind == "name")
Sign = Literal["", "+", "-"]


@frozen
class Query:
    """A parsed query. `str()` prints it as it was understood, with relative dates resolved and brackets where needed."""

    text: str
    node: Node
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(self.node)


def parse(
    text: str,
    *,
    today: date | None = None,
    every_word: bool = False,
    literal: bool = False,
    limits: Limits | None = None,
) -> Query:
    """Parse a query.

    Relative dates count from `today` (None: the current day). `every_word` makes words side by side required; `literal`
    reads operators as plain text.

    Raises QueryError, with the position and what was expected, for a query that cannot be understood, LimitError for one
    that is longer, deeper or has more clauses than `limits` allow.
    """
    limits = limits or Limits()
    if _PLAIN.fullmatch(text) and len(text) <= limits.max_length and text.count(" ") < limits.max_clauses:
        return Query(text, _plain(text, every_word=every_word))
    if not literal and len(text) <= min(_SHORT, limits.max_length) and _QUOTED.fullmatch(text):
        return Query(text, Phrase(text[1:-1]))
    context = ParseContext(text, limits, today or date.today())  # noqa: DTZ011  (a person's own calendar day is meant)
    context.bound("max_length", len(text))
    query_tokens = _words(context) if literal else tokens(context)
    node = Parser(context, query_tokens, every_word=every_word).parse()
    if len(query_tokens) > limits.max_depth:  # every group takes a token or more
        context.bound("max_depth", _depth(node))
    if text.isupper():
        node = _with_pronoun(node)
    return Query(text, node, tuple(context.warnings), tuple(context.suggestions))


def _with_pronoun(node: Node) -> Node:
    """In an all-caps query `US` is ambiguous, so it searches for both `us` and `U.S.`."""
    return fold(node, lambda leaf: _either(leaf) if isinstance(leaf, Word) and leaf.text == "US" else leaf, regrouped)


def _either(us: Word) -> Node:
    return Or((replace(us, text="us"), replace(us, text="U.S.")))


# Lower-case letters and single spaces, as in most queries: only words. `us` is left out, because it gets a hint.
_PLAIN = regex(r"(?!(?:.* )?us(?: |$))[a-z]+(?: [a-z]+)*")
_QUOTED = regex(r'"[a-z]+(?: [a-z]+)*"')
_SHORT = 100  # characters: far below every bound


def _plain(text: str, *, every_word: bool) -> Node:
    """The node of a query of plain words: the same as the parser gives, in a tenth of the time."""
    words: list[Node] = [Word(word) for word in text.split(" ")]
    if len(words) == 1:
        return words[0]
    return Clauses(required=tuple(words)) if every_word else Clauses(tuple(words))


def parse_filter(field: str, value: str, *, today: date | None = None) -> Query:
    """Parse a filter that is given beside a query, such as speaker="Lloyd Austin"; the whole text is its value.

    Raises QueryError when there is no such field or its value cannot be read; positions count in `value`.
    """
    context = ParseContext(value, Limits(), today or date.today())  # noqa: DTZ011
    context.bound("max_length", len(value))
    name = field.lower()
    if not is_field(name):
        raise QueryError(
            f"There is no field {shown(field)!r}.",
            value,
            expected="one of " + ", ".join(NAMES),
            suggestion=nearest(name, NAMES),
        )
    text = value.strip()
    if name in SCORED_NAMES and any(mark.isalnum() for mark in text):
        return Query(value, Phrase(_unquoted(text), name))
    form: Form = FORMS.get(field_of(name).kind, "")
    if form and text.lower().startswith(form + "(") and text.endswith(")"):
        text = text[len(form) + 1 : -1].strip()
    else:
        form = ""
    node = filter_node(context, name, _unquoted(text), 0, form)
    return Query(value, node, tuple(context.warnings), tuple(context.suggestions))


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _words(context: ParseContext) -> list[Token]:
    """The tokens of a literal query: each piece between spaces is a word."""
    words, at = [], 0
    for text in context.query.split():
        start = context.query.index(text, at)
        at = start + len(text)
        if not any(mark.isalnum() for mark in text):
            context.warn(f"{shown(text)!r} contains no searchable word and was ignored.", start)
            continue
        context.count_clause(start)
        words.append(Token("leaf", start, at, Word(text)))
    return [*words, Token("end", len(context.query), len(context.query))]


def _depth(node: Node) -> int:
    """How deep groups are nested."""
    deepest, level = 0, [node]
    while level:
        level = [child for group in level for child in children(group)]
        deepest += bool(level)
    return deepest


@dataclass(slots=True)
class Parser:
    """A recursive descent over tokens; `at` is the index of the next token."""

    context: ParseContext
    tokens: list[Token]
    every_word: bool = False
    at: int = field(default=0, init=False)
    saying: bool = field(default=False, init=False)

    def parse(self) -> Node:
        """The node of the whole query."""
        node = self._side_by_side()
        assert self._next.kind == "end"
        return node

    @property
    def _next(self) -> Token:
        return self.tokens[self.at]

    def _take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _ends(self, ahead: int = 0) -> bool:
        """Whether the group ends `ahead` tokens from here."""
        return self.tokens[self.at + ahead].kind in ("close", "end")

    # ---- groups ---------------------------------------------------------------------------------------------------

    def _side_by_side(self) -> Node:
        clauses: list[tuple[Sign, Node]] = []
        while not self._ends():
            clause = self._alone() or self._disjunction()
            if not isinstance(clause[1], Nothing):
                clauses.append(clause)
        if len(clauses) < 2:
            return _unsigned(*clauses[0]) if clauses else Nothing()
        bins: dict[Sign, list[Node]] = {"": [], "+": [], "-": []}
        for sign, node in clauses:
            optional = sign == "" and is_scored(node) and not self.every_word
            bins["" if optional else sign or "+"].append(node)
        self._remark(bins[""])
        return Clauses(tuple(bins[""]), tuple(bins["+"]), tuple(bins["-"]))

    def _alone(self) -> tuple[Sign, Node] | None:
        """A leaf that no binary operator follows, as most are; None for anything else."""
        token = self.tokens[self.at]
        if token.kind != "leaf" or self.tokens[self.at + 1].kind in BINARY:
            return None
        self.at += 1
        return "", token.node

    def _remark(self, optional: list[Node]) -> None:
        """Warn when a filter became optional because AND binds tighter than side by side."""
        for node in optional:
            if isinstance(node, And) and any(isinstance(part, Filter) for part in node.nodes):
                self.context.warn(
                    f"AND binds first: ({node}) is one clause among others, and its filter holds for it alone."
                )

    def _disjunction(self) -> tuple[Sign, Node]:
        first = self._conjunction()
        nodes = [_unsigned(*first)]
        while self._next.kind == "OR" and not self._ends(1):
            self.at += 1
            nodes.append(_unsigned(*self._conjunction()))
        return first if len(nodes) == 1 else ("", _grouped(Or, nodes))

    def _conjunction(self) -> tuple[Sign, Node]:
        first = self._signed()
        nodes = [_unsigned(*first)]
        while self._next.kind == "AND" and not self._ends(1):
            self.at += 1
            nodes.append(_unsigned(*self._signed()))
        return first if len(nodes) == 1 else ("", _grouped(And, nodes))

    def _signed(self) -> tuple[Sign, Node]:
        signs: list[str] = []
        while self._next.kind in ("+", "-", "NOT"):
            if self._ends(1):
                return _sign(signs), self._as_word(self._take())
            signs.append(self._take().kind)
        if len(signs) > 1:
            self.context.warn("There are several signs or NOTs before one clause; two negations cancel out.")
        return _sign(signs), self._proximity()

    # ---- proximity ------------------------------------------------------------------------------------------------

    def _proximity(self) -> Node:
        start = self._next.start
        left = self._primary()
        pairs: list[Node] = []
        while self._next.kind in BETWEEN and self.tokens[self.at + 1].kind in ("leaf", "open", "+", "-", "NOT"):
            between = self._take()
            if self._next.kind in ("+", "-", "NOT"):
                raise self._no_operand(between, self._next.start)
            right_start = self._next.start
            right = self._primary()
            if isinstance(left, Nothing) or isinstance(right, Nothing):
                self.context.warn(f"{self._written(between)} lacks a word on one side and was ignored.", between.start)
                left = right if isinstance(left, Nothing) else left
                continue
            pairs.append(self._pair(left, between, right, (start, right_start)))
            left, start = right, right_start
        if len(pairs) > 1:
            self.context.warn(f"A chain was read pair by pair: {shown(str(_grouped(And, pairs)), 100)}")
        return _grouped(And, pairs) if pairs else left

    def _pair(self, left: Node, between: Token, right: Node, starts: tuple[int, int]) -> Near | Together:
        first, second = (self._operand(side, between, at) for side, at in zip((left, right), starts, strict=True))
        leaves = (*walk(first), *walk(second))
        fields = {leaf.field for leaf in leaves if isinstance(leaf, Word | Phrase | Wildcard | Fuzzy)}
        if len(fields) > 1:
            raise self.context.fault("Both sides must be in one field.", starts[1], "title:(a w/5 b)")
        if between.kind == "together":
            return Together(first, second, "sentence" if between.opener == "s" else "passage")
        if between.figure < 1:
            raise self.context.fault("A distance must be 1 or more.", between.start, "w/1 or more")
        self.context.bound("max_apart", between.figure, between.start)
        return Near(first, second, between.figure, between.opener == "pre")

    def _operand(self, node: Node, between: Token, position: int) -> Operand:
        """One side of a proximity: a word, phrase or pattern, or an Or of these; nested Ors become one."""
        if isinstance(node, Word | Phrase | Wildcard | Fuzzy):
            return node
        if not isinstance(node, Or):
            raise self._no_operand(between, position)
        parts: list[Node] = []
        for part in node.nodes:
            side = self._operand(part, between, position)
            parts.extend(side.nodes if isinstance(side, Or) else (side,))
        return Or(tuple(parts))

    def _no_operand(self, between: Token, position: int) -> QueryError:
        expected = "a word, a phrase, or (word OR word)"
        return self.context.fault(f"{self._written(between)} cannot be used beside this.", position, expected)

    # ---- single operands -------------------------------------------------------------------------------------------

    def _primary(self) -> Node:
        token = self._take()
        if token.kind == "leaf":
            return token.node
        if token.kind != "open":
            return self._as_word(token)
        if token.opener == "said":
            return self._said(token)
        node = self._side_by_side()
        close = self._take()
        if token.opener == "atleast":
            return self._atleast(token, node, close)
        if isinstance(node, Nothing):
            self._empty(token, close)
        elif token.opener[:-1].lower() in NAME_FIELDS and isinstance(node, Clauses):
            self.context.suggest(f'For one name of several words write {token.opener}"..."')
        return node if close.boost == 1.0 else self._boosted(node, close.boost, close.start)

    def _empty(self, token: Token, close: Token) -> None:
        if token.opener:
            raise self.context.fault(f"{token.opener}() has no value.", token.start, f"{token.opener}word")
        self.context.warn(
            f"{shown(self._written(token, close))!r} contains no searchable word and was ignored.", token.start
        )

    def _said(self, token: Token) -> Node:
        if self.saying:
            raise self.context.fault("said() cannot be used inside said().", token.start, "one said(...)")
        kept, self.every_word, self.saying = self.every_word, True, True
        node = self._side_by_side()
        self.every_word, self.saying = kept, False
        close = self._take()
        if isinstance(node, Nothing):
            raise self.context.fault("said() is empty.", token.start, "said(speaker:name words)")
        if close.boost != 1.0:
            self.context.warn("A filter adds no score: the boost after said() was ignored.")
        return Said(node)

    def _atleast(self, token: Token, node: Node, close: Token) -> Node:
        if not isinstance(node, Word):
            raise self.context.fault("atleast takes one word.", token.end, f"atleast{token.figure}(word)")
        word = self._boosted(node, close.boost, close.start)
        assert isinstance(word, Word)
        return AtLeast(token.figure, word)

    def _as_word(self, token: Token) -> Node:
        """A misplaced operator, read as a word."""
        text = self._written(token)
        self.context.count_clause(token.start)
        if not any(mark.isalnum() for mark in text):
            self.context.warn(f"{text!r} has nothing after it and was ignored.", token.start)
            return Nothing()
        self.context.warn(f"{text!r} has nothing to join here and was read as a word.", token.start)
        return Word(text)

    def _written(self, token: Token, last: Token | None = None) -> str:
        return self.context.query[token.start : (last or token).end]

    def _boosted(self, node: Node, boost: float, position: int) -> Node:
        """`node` with the boost of its bracket applied to everything in it that is scored."""
        if not is_scored(node):
            self.context.warn("A filter adds no score: the boost after its bracket was ignored.")
            return node
        if isinstance(node, Word | Phrase | Wildcard | Fuzzy | Near):
            power = node.boost * boost
            if not 1e-6 <= power <= 1e6:
                raise self.context.fault(
                    "The boosts here multiply to a number out of range.", position, "0.000001 to 1000000"
                )
            return replace(node, boost=power)
        return self._boosted_group(node, boost, position)

    def _boosted_group(self, node: Node, boost: float, position: int) -> Node:
        def boosted(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
            return tuple(self._boosted(part, boost, position) if is_scored(part) else part for part in nodes)

        if isinstance(node, And):
            return And(boosted(node.nodes))
        if isinstance(node, Or):
            return Or(boosted(node.nodes))
        if isinstance(node, Clauses):
            return Clauses(boosted(node.optional), boosted(node.required), node.excluded)
        if isinstance(node, AtLeast):
            (word,) = boosted((node.word,))
            assert isinstance(word, Word)
            return replace(node, word=word)
        assert isinstance(node, Together)
        left, right = boosted((node.left, node.right))
        assert isinstance(left, Operand)
        assert isinstance(right, Operand)
        return replace(node, left=left, right=right)


def _sign(signs: list[str]) -> Sign:
    """The sign that several signs before one clause amount to."""
    if sum(sign != "+" for sign in signs) % 2:
        return "-"
    return "+" if "+" in signs else ""


def _unsigned(sign: Sign, node: Node) -> Node:
    """The node of a signed clause that is alone: + has no effect there."""
    return Not(node) if sign == "-" and not isinstance(node, Nothing) else node


def _grouped(group: type[And | Or], nodes: list[Node]) -> Node:
    """A group of the nodes that are not empty; a single one without a group."""
    asking = tuple(node for node in nodes if not isinstance(node, Nothing))
    if len(asking) > 1:
        return group(asking)
    return asking[0] if asking else Nothing()
