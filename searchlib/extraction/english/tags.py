"""The tag alphabet: one letter for each class of word or mark, and the sets of them that rules ask for.

A text becomes a string of these letters (see `tagged_text.py`), one for each token, so that a rule about the shape of
a sentence is a regular expression over letters. Single letters have a name (`Tag.NAME`), sets too (`NOUN_GROUP`).
All are plain strings and frozen sets: they are looked up millions of times a second.
"""

from __future__ import annotations

import re


class Tag:
    """The letters. Capital letters stand mostly for words that a text writes with a capital."""

    NAME = "N"
    """A word with a capital that may be a name."""
    ADJECTIVE = "A"
    """With a capital: a nationality, a party, "Cleveland-based"."""
    TITLE = "M"
    """With a capital: a title or a role ("Senator")."""
    ORGANIZATION = "B"
    """With a capital: a word that names of organizations contain ("Committee")."""
    NAME_POSSESSIVE = "P"
    POSSESSIVE = "p"
    ROLE = "r"
    """A role in lower case ("senator")."""
    PEOPLE = "K"
    """A plural that names a group ("Democrats")."""
    WORD = "n"
    """Any other word in lower case."""
    DETERMINER = "d"
    """An article, a pronoun before a noun, a number word."""
    NUMBER = "#"
    DAY = "D"
    """A weekday or a month."""
    OF = "o"
    PREPOSITION = "f"
    """A preposition but "of"."""
    CONJUNCTION = "c"
    """And, or, nor, &."""
    SUBORDINATOR = "s"
    """A word that opens a clause: because, if, when."""
    THAT = "t"
    WHO = "w"
    """Who, which, whom, whose."""
    HE = "h"
    """He or she."""
    HE_IS = "e"
    """He or she with an auxiliary: "he's"."""
    PRONOUN = "H"
    """Any other personal pronoun."""
    ADVERB = "a"
    AUXILIARY = "x"
    SPEECH_VERB = "V"
    """A verb of speech, finite."""
    SPEECH_BASE = "v"
    """A verb of speech, base form."""
    SPEECH_ING = "G"
    """A verb of speech, -ing form."""
    ACCORDING = "U"
    VERB = "k"
    """Another finite verb."""
    QUOTE = "Q"
    """A quotation."""
    QUOTE_ENDED = "E"
    """A quotation that ends its sentence: a full stop stands inside the marks."""
    QUOTE_SHORT = "q"
    """A quoted stretch too short to be speech by itself, or the title of a work."""
    STOP = "."
    LINE = "\n"
    COMMA = ","
    SEMICOLON = ";"
    COLON = ":"
    DASH = "-"
    BRACKET = "("
    BRACKET_CLOSED = ")"
    OTHER = "_"

    NOUN_OR_SPEECH_BASE = "b"
    """Only until the neighbours decide: a noun or a verb of speech ("report")."""
    NOUN_OR_SPEECH_VERB = "S"
    """Only until the neighbours decide: a noun or a verb of speech ("reports")."""
    TITLE_OR_SURNAME = "J"
    """Only until the neighbours decide: "King", "Judge"."""
    TRADE_OR_SURNAME = "T"
    """Only until the neighbours decide: "Baker", "Miller"."""
    PARTICLE = "l"
    """Only until the neighbours decide: a particle of a surname ("van")."""
    COMMON = "C"
    """Only until the neighbours decide: a common word with a capital ("Studies")."""
    PER = "u"
    """Only until the neighbours decide: "per", a preposition or a cue."""
    RARER = "R"
    """Only until the neighbours decide: a function word that names contain ("Our"), a title that is a given name ("Dean")."""
    SHOW = "z"
    """Only until the neighbours decide: "show", a word or a verb that tells a source."""


# ---- names and nouns --------------------------------------------------------------------------------------------

NAMES = frozenset((Tag.NAME, Tag.ORGANIZATION))
"""Words that end a name."""
NAME_WORDS = frozenset((Tag.NAME, Tag.ORGANIZATION, Tag.ADJECTIVE))
"""Words of a name, its adjectives too: "Ukrainian Defense Ministry"."""
NAME_RUN = frozenset((Tag.NAME, Tag.ORGANIZATION, Tag.ADJECTIVE, Tag.TITLE, Tag.QUOTE_SHORT))
"""Words of a name with title and nickname."""
TITLED_NAME = frozenset((Tag.NAME, Tag.TITLE, Tag.QUOTE_SHORT))
"""A person's name with title and nickname."""
NAME_GROUP = frozenset((Tag.DETERMINER, Tag.ADJECTIVE, Tag.NAME, Tag.ORGANIZATION, Tag.TITLE))
"""A name with what stands before it: "the former Obama Administration"."""
NAMED_HEADS = frozenset((Tag.NAME, Tag.ORGANIZATION, Tag.PEOPLE))
"""Heads of phrases that name somebody."""
NOUN_HEADS = frozenset((Tag.NAME, Tag.ORGANIZATION, Tag.PEOPLE, Tag.ROLE, Tag.WORD))
"""Heads of noun phrases, named or not."""
NOUN_GROUP = frozenset(
    (
        Tag.NAME,
        Tag.ORGANIZATION,
        Tag.TITLE,
        Tag.ADJECTIVE,
        Tag.NAME_POSSESSIVE,
        Tag.PEOPLE,
        Tag.ROLE,
        Tag.WORD,
        Tag.POSSESSIVE,
        Tag.DETERMINER,
        Tag.NUMBER,
        Tag.QUOTE_SHORT,
    )
)
"""Words inside a noun group."""
CHAIN_ENDS = frozenset(
    (
        Tag.NAME,
        Tag.ORGANIZATION,
        Tag.TITLE,
        Tag.ADJECTIVE,
        Tag.PEOPLE,
        Tag.ROLE,
        Tag.WORD,
        Tag.QUOTE_SHORT,
        Tag.NUMBER,
        Tag.BRACKET_CLOSED,
    )
)
"""Words that end a noun group before "of" or "for"."""
COMMON_NOUNS = frozenset((Tag.ROLE, Tag.WORD))
"""Nouns in lower case."""
DETERMINERS = frozenset((Tag.DETERMINER, Tag.NUMBER))
"""What opens a noun group."""
PRENOMINAL = frozenset((Tag.DETERMINER, Tag.POSSESSIVE, Tag.NAME_POSSESSIVE, Tag.NUMBER))
"""What stands before a noun, so that the word behind is no verb: "its proposed sale"."""
DESCRIPTION = frozenset(
    (
        Tag.OF,
        Tag.PREPOSITION,
        Tag.DETERMINER,
        Tag.ADJECTIVE,
        Tag.ORGANIZATION,
        Tag.NAME,
        Tag.TITLE,
        Tag.WORD,
        Tag.ROLE,
        Tag.NAME_POSSESSIVE,
        Tag.POSSESSIVE,
    )
)
"""Words of a description before a name: "the head of the committee"."""
PRONOUNS = frozenset((Tag.HE, Tag.HE_IS, Tag.PRONOUN))
HE_OR_SHE = frozenset((Tag.HE, Tag.HE_IS))
STANDS_ALONE = frozenset((Tag.HE, Tag.HE_IS, Tag.PRONOUN, Tag.PEOPLE))
"""Sources of one word."""

# ---- roles -------------------------------------------------------------------------------------------------------

ROLE_TAGS = frozenset((Tag.ROLE, Tag.TITLE, Tag.TITLE_OR_SURNAME))
ROLE_HEADS = frozenset((Tag.ROLE, Tag.TITLE, Tag.PEOPLE))
"""Heads of phrases that are roles or groups."""
ROLE_WORDS = frozenset((Tag.ROLE, Tag.TITLE, Tag.WORD, Tag.ADJECTIVE))
"""Words that end a role before a name."""
NOUN_ROLES = frozenset((Tag.ROLE, Tag.TITLE, Tag.TITLE_OR_SURNAME, Tag.WORD))
"""Words that may be roles, nouns included."""
NEVER_OPENS_ROLE = frozenset(
    (
        Tag.DETERMINER,
        Tag.DAY,
        Tag.CONJUNCTION,
        Tag.SUBORDINATOR,
        Tag.OF,
        Tag.COMMA,
        Tag.DASH,
        Tag.BRACKET,
        Tag.QUOTE_SHORT,
    )
)
NEVER_ENDS_ROLE = frozenset((Tag.PREPOSITION, Tag.DETERMINER, Tag.OF, Tag.CONJUNCTION, Tag.ADVERB, Tag.COMMA))
ENDS_ROLE_HEAD = frozenset((Tag.OF, Tag.PREPOSITION, Tag.COMMA, Tag.CONJUNCTION, Tag.SPEECH_ING))
"""What follows the head of a role: "head OF state"."""
NEVER_OPENS_APPOSITION = frozenset(
    (Tag.WHO, Tag.PREPOSITION, Tag.SPEECH_ING, Tag.SUBORDINATOR, Tag.SPEECH_VERB, Tag.NUMBER, Tag.HE)
)

# ---- clauses -----------------------------------------------------------------------------------------------------

PREPOSITIONS = frozenset((Tag.OF, Tag.PREPOSITION))
SUBORDINATING = frozenset((Tag.SUBORDINATOR, Tag.PREPOSITION))
"""What opens a subordinate clause or a phrase of time: "while", "after"."""
OPENS_CLAUSE = frozenset((Tag.QUOTE, Tag.QUOTE_ENDED, Tag.COMMA, Tag.SUBORDINATOR, Tag.DASH, Tag.COLON, Tag.THAT))
"""What a clause with a subject of its own follows."""
OPENS_SUBJECT = frozenset(
    (
        Tag.NAME,
        Tag.ORGANIZATION,
        Tag.TITLE,
        Tag.ADJECTIVE,
        Tag.ROLE,
        Tag.DETERMINER,
        Tag.PEOPLE,
        Tag.HE,
        Tag.HE_IS,
        Tag.NAME_POSSESSIVE,
        Tag.POSSESSIVE,
        Tag.NUMBER,
        Tag.WORD,
    )
)
"""What a subject may begin with."""
OPENS_CONTENT = frozenset((Tag.THAT, Tag.HE, Tag.PRONOUN, Tag.NAME, Tag.QUOTE, Tag.QUOTE_ENDED, Tag.COMMA, Tag.COLON))
"""What is said begins with these, behind verbs that say something only then ("believe that")."""
OPENS_PARTICIPLE = frozenset((Tag.NAME, Tag.ORGANIZATION, Tag.HE, Tag.PEOPLE))
"""What a participle of speech follows as its subject: "S saying"."""
JOINS_PARTICIPLE = frozenset((Tag.COMMA, Tag.CONJUNCTION, Tag.DASH, Tag.QUOTE, Tag.QUOTE_ENDED))
"""What joins a participle to the clause before it: ", adding"."""
BEFORE_PARTICIPLE = frozenset(
    (Tag.WORD, Tag.NAME_POSSESSIVE, Tag.POSSESSIVE, Tag.ORGANIZATION, Tag.NAME, Tag.QUOTE_SHORT)
)
"""Before a form in -ed that is a participle: "a statement released"."""
BEFORE_SUBJECT = frozenset((Tag.ADVERB, Tag.SUBORDINATOR, Tag.CONJUNCTION, Tag.COMMA, Tag.DAY, Tag.DASH))
"""What may stand before the subject that opens a sentence."""
FRONTED = frozenset((Tag.PREPOSITION, Tag.SPEECH_ING, Tag.ACCORDING, Tag.SPEECH_VERB))
"""What opens a phrase before the subject: "In Oslo, S said"."""
FINITE_VERBS = frozenset((Tag.SPEECH_VERB, Tag.VERB, Tag.SPEECH_ING, Tag.SPEECH_BASE))
"""Verbs that end a relative clause."""
CONTINUES_SENTENCE = frozenset(
    (
        Tag.CONJUNCTION,
        Tag.SPEECH_ING,
        Tag.SPEECH_VERB,
        Tag.THAT,
        Tag.WHO,
        Tag.PREPOSITION,
        Tag.COMMA,
        Tag.DASH,
        Tag.WORD,
        Tag.OF,
        Tag.AUXILIARY,
    )
)
"""Behind a quotation with a full stop: the sentence goes on."""
ENDS_HEARER = frozenset(
    (
        Tag.STOP,
        Tag.LINE,
        Tag.SEMICOLON,
        Tag.QUOTE,
        Tag.QUOTE_ENDED,
        Tag.QUOTE_SHORT,
        Tag.SPEECH_VERB,
        Tag.AUXILIARY,
        Tag.HE,
        Tag.HE_IS,
        Tag.VERB,
    )
)
"""No hearer goes on behind these: "told reporters THAT"."""
ENDS_ATTRIBUTION = frozenset(
    (
        Tag.STOP,
        Tag.LINE,
        Tag.SEMICOLON,
        Tag.COLON,
        Tag.THAT,
        Tag.QUOTE,
        Tag.QUOTE_ENDED,
        Tag.QUOTE_SHORT,
        Tag.PRONOUN,
        Tag.HE,
        Tag.HE_IS,
    )
)
"""Behind the verb, the attribution ends with these."""
ENDS_APPOSITION = frozenset((Tag.STOP, Tag.COMMA, Tag.LINE, Tag.BRACKET, Tag.COLON))
CIRCUMSTANCE = frozenset((Tag.PREPOSITION, Tag.DAY, Tag.DETERMINER, Tag.ADVERB, Tag.COMMA, Tag.WORD, Tag.NUMBER))
"""Words of a day or a place at the opening of a sentence: "On Thursday,"."""
BEFORE_DAY_PART = frozenset((Tag.DETERMINER, Tag.DAY, Tag.WORD))
"""Before "night" or "week" as a day: "Tuesday night"."""

# ---- marks -------------------------------------------------------------------------------------------------------

QUOTES = frozenset((Tag.QUOTE, Tag.QUOTE_ENDED, Tag.QUOTE_SHORT))
"""Quoted stretches of any length."""
LONG_QUOTES = frozenset((Tag.QUOTE, Tag.QUOTE_ENDED))
"""Quotations that can be speech by themselves."""
BEFORE_SOURCE = frozenset((Tag.COMMA, Tag.QUOTE, Tag.QUOTE_ENDED))
"""What stands before a source whose statement came first."""
PAUSES = frozenset((Tag.COMMA, Tag.DASH))
INTRODUCES_QUOTE = frozenset((Tag.COMMA, Tag.COLON, Tag.DASH, Tag.LINE))
"""What stands between a verb of speech and its quotation."""
INTRODUCES_QUOTE_INLINE = frozenset((Tag.COMMA, Tag.COLON, Tag.DASH))
"""The same, in one line."""
STOPS = frozenset((Tag.STOP, Tag.LINE, Tag.SEMICOLON, Tag.COMMA))
HARD_STOPS = frozenset((Tag.STOP, Tag.LINE, Tag.SEMICOLON))
"""Marks that no subject is looked for across."""
SENTENCE_ENDS = frozenset((Tag.STOP, Tag.LINE, Tag.QUOTE_ENDED))
CLAUSE_STOPS = frozenset((Tag.STOP, Tag.LINE, Tag.SEMICOLON, Tag.QUOTE_ENDED))
"""Marks that no clause goes across."""
BEFORE_A_NEW_SENTENCE = frozenset((Tag.STOP, Tag.LINE, Tag.SEMICOLON, Tag.QUOTE_ENDED, Tag.QUOTE, Tag.COLON))
"""What a sentence that is a quotation follows."""


# ---- patterns ----------------------------------------------------------------------------------------------------


def any_of(tags: frozenset[str]) -> str:
    """The pattern of one letter of a set."""
    return f"[{re.escape(''.join(sorted(tags)))}]"
