"""The closed classes of English words, and the words of time around an attribution."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

BE = frozenset("was were is are been being be am it's that's".split())
"""Forms of "be": a passive or a progressive form follows."""
MODALS = frozenset(
    "would will could can may might must should shall won't wouldn't couldn't can't cannot shouldn't".split()
)
NEGATIONS = frozenset(
    """not n't never didn't doesn't don't hasn't haven't hadn't won't wouldn't isn't aren't wasn't weren't cannot can't couldn't
    shouldn't neither nor""".split()
)
DAY_PARTS = frozenset("night morning afternoon evening week month year earlier last".split())
"""Words of a day or period beside a verb of speech: "said last week"."""
CLOSE_TO = frozenset("familiar close privy briefed".split())
""""Familiar with the matter": adjectives whose phrase describes a source."""
REFLEXIVES = frozenset("himself herself themselves itself".split())
TIMES = frozenset("day days week weeks month months year years hour hours minutes moments decade decades time".split())
"""Heads of phrases that are a stretch of time, no source."""
TEMPORAL = frozenset("when while after before as if because since until".split())
"""Words behind a verb of speech that open a circumstance: "said when asked"."""
PERIODS = frozenset(
    "week weeks month months year years day days morning afternoon evening night weekend spring summer fall autumn winter".split()
)
"""Periods that may stand before a role and are no part of it."""
TIMELY = frozenset("last next this past earlier late early later then now ago".split())
"""Words of time that may stand before a role and are no part of it."""
# capitalised, these are names or months more often than the function word
NAMES_WHEN_CAPITAL = frozenset("will may march mar jan sun mark us can first further like over half most".split())
NOT_ADVERBS = frozenset(
    """family assembly rally supply reply tally bully belly jelly anomaly monopoly melancholy daily weekly monthly likely
    unlikely friendly elderly costly lonely ugly deadly lovely lively orderly scholarly timely worldly hourly yearly
    quarterly silly chilly curly apply comply imply multiply rely cowardly ghostly kindly homely unruly""".split()
)
"""Words in -ly that are no adverbs."""
BEFORE_PARTICIPLES = frozenset("while before after by in when".split())
"""Words before a participle of the sentence's subject: "while saying that"."""
COORDINATING = frozenset("but so yet".split())
"""Subordinators that open a main clause."""
COMPARING = frozenset("as like".split())
"""Words that open a clause of comparison: "As Obama spoke"."""
COMPARATIVE = frozenset("as than".split())
BEFORE_DAYS = frozenset("late early earlier last".split())
"""Words before a day: "late Monday"."""
LAST = frozenset("last earlier".split())
BEFORE_DATES = frozenset("on by since until".split())
BEFORE_HEARER = frozenset("with on to in by".split())
"""Prepositions before a hearer or an outlet: "in an interview WITH", "ON CNN"."""
SPEAKS_FOR = frozenset("of for from to at".split())
"""Prepositions before whom a source speaks for: "a spokesman FOR the mayor"."""
SERVES = frozenset(
    """aide aides adviser advisers advisor advisors assistant assistants ambassador ambassadors envoy envoys deputy heir
    secretary counsel counsellor consultant consultants source sources person people friend ally""".split()
)
"""Whom "to" tells of whom they serve, or are close to: "an aide TO the mayor", not "said an official TO the Courier"."""
NOT_WHEN = frozenset("since from until by about of on for that to".split())
"""Words that part a period from a verb of speech: "said OF the 2015 deal"."""
POSSESSORS = frozenset("the its his her their".split())
"""Words before a period that belongs to a noun: "said in HIS 2015 memoir"."""
MADE_BY = frozenset("by from".split())
QUANTIFIERS = frozenset(
    "many some most few several all both none one two three four five six seven any each half".split()
)
"""Determiners that stand for a noun: "many in Kent", "one of them"."""
INDEFINITE = frozenset("a an one another".split())
"""Determiners of somebody who was not named before."""
STANDING_ALONE = frozenset("another others some many most few several both one".split())
"""Determiners that are a source by themselves: "another said"."""
IRREGULAR_PAST = frozenset(
    """shook nodded sat stood ran went came left took gave fell rose spoke drove flew wore drew held kept met threw hung swung
    grew knew saw lay led read rode sang sank shot slept spun stole struck swore swept taught tore woke won wept quit""".split()
)
"""Past forms of other verbs that a subject stands before."""
IRREGULAR_PARTICIPLES = frozenset(
    """been had done gone come taken given fallen risen spoken driven flown worn drawn held kept met grown known seen laid led
    read sung sunk shot slept spun stolen struck sworn swept taught torn woken won made said told found lost left put cut set
    let got become begun broken built bought brought caught chosen dealt eaten felt fought forgotten heard hidden hit hurt
    paid run sent shown shut sold spent stood thought thrown understood written withdrawn""".split()
)
"""Participles behind "had" that end in no -ed."""
ASSESSING = frozenset("quick careful keen eager happy first proud sorry fast swift glad anxious".split())
"""Adjectives before an infinitive of speech: "was quick to add"."""
PROCEEDING = frozenset("on continued proceeded began started hastened rushed liked likes used loved loves".split())
"""Words before an infinitive of speech that tell how it goes on: "went on to say"."""
NEVER_CONTENT = frozenset("under within behind near outside inside beneath".split())
"""Prepositions behind a verb of speech that never open what is said."""
NOBODY_WORDS = frozenset("no none neither nobody no-one nor".split())
"""Words that open a subject that nobody is."""
CONDITIONAL_OPENERS = frozenset("if unless lest".split())
FUTURE = frozenset("will shall won't 'll he'll she'll they'll it'll".split())
CONDITIONAL = frozenset("would could might may should can wouldn't couldn't".split())
HEARSAY = frozenset("reportedly allegedly apparently supposedly purportedly".split())
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
