"""Words that open sentences, headlines and buttons: with a capital, but no names."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

# words of pages, in capitals before a name
FURNITURE_WORDS = frozenset(
    """CLOSE VIDEO WATCH READ MORE PHOTO PHOTOS BREAKING EXCLUSIVE UPDATE UPDATED LIVE ADVERTISEMENT RELATED ALSO SHARE OPINION
    ANALYSIS IMAGE IMAGES CAPTION TOPSHOT FILE SEE NEW""".split()
)
BUTTONS = frozenset("Embed Watch Read Share Follow Pictured Related".split())
"""Words of a button or a caption that a page runs into a name of two words: "Embed Henry Vale"."""
LINES = frozenset("Advertisement ADVERTISEMENT Advertisements".split())
"""Words of a page that stand for a line of their own."""
CAPTIONS = frozenset((("Getty", "Images"), ("Show", "Hide")))
"""Words of a caption or a button that a page runs into the text."""
CAPTION_ENDS = frozenset("caption copyright".split())
"""Words of a caption, in lower case, behind which the text begins: "Image caption"."""
PLURALS = ("ators", "itors", "ectors", "utors", "turers", "ailers", "ployers", "oners", "igners", "viders", "ologists")
"""Ends of plurals that open sentences: "Regulators said"; a name that ends so stands elsewhere in the text."""
THINGS = frozenset("Scripture Bible Quran Koran Torah Constitution Gospel".split())
"""Words with a capital that speak as texts do, and are no persons."""
COMMON_WHEN_CAPITAL = frozenset(
    """Emails E-mails Polls Friends Documents Figures Data Records Results Reports Studies Surveys Analysis Papers
    Letters Late Early Close Whenever Wherever Tweets Signs Words Plans Details Lawsuits Filings Transcripts Images Videos Photos Notes Rumors
    Statistics Numbers Exit Both Everybody Nothing Something Everything Part Word Talk Sure Right Look Well Yes Thank
    Please Let Maybe Editorials Chances Votes More Last Read Related Story Why What How Looking Going Being Having Making Taking Starting Beginning
    Working Standing Sitting Appearing Harking Using Running Seeing Getting Giving Coming Trying """.split()
)
NO_VOICES = frozenset(
    """UPDATE UPDATED BREAKING NOTE VIDEO PHOTO PHOTOS WATCH READ SEE RELATED CORRECTION MORE SOURCE EDITOR'S EDITORS LIVE
    MYTH VOTES ATTACKER ATTACKERS VICTIMS LOCATION TIME PLACE STORY TARGET TARGETS WEAPON WEAPONS MOTIVE DEATHS INJURED
    CASUALTIES COUNTRY CITY STATUS TYPE TITLE AUTHOR AUTHORS GENRE PRICE COST WHAT WHEN WHERE WHO WHY HOW TRUE FALSE VERDICT WINNER LOSER CLAIM RATING PROS CONS ADVERTISEMENT
    FACT CHECK SUBJECT FROM TO DATE RE CC TOPLINE UP NOW""".split()
)
"""Labels before a colon that are no speakers."""
COMMON_OPENERS = frozenset(
    """unions customs media update claim fact cue none less more ten tens dozens hundreds relatives employers tests shots labels networks
    forecasters crews citizens overall along prior early current currently young younger independent similar much little
    second third next further around along besides given except unlike regardless insofar whoever whatever whereas
    somewhere somehow elsewhere anyway hence therein plenty plus two-thirds one-third three-quarters three-fourths
    remember consider imagine recall note listen think try take get let look wait stop continue click watch check cue
    stay meet add call raise expose enrich enter ask picture excerpted hours days weeks minutes decades business
    businesses companies families groups hospitals clinics courts lives photographs highlights references proposals
    decisions values problems subjects shortages clashes attempts demand demands pleas rumors rumours defenders
    backers planners locals elders educators informants comedians associates guests folks paramedics proponents
    skeptics campaigners bloggers marchers revelers demonstrators developers reviewers interviewers attackers
    pollutants placards envelopes facts evidence research polling democracy impeachment violence immigration terrorism
    litigation climate revenue growth silence fear hope faith love peace war truth history science money music food
    water coffee beer housing care education health manufacturing television methodology volatility confusion weakness
    backlash whistleblower attacker shooter hacker lawyer police reporter question answer letter memo report proposal
    audit study survey poll vote bill treaty truce deal ban raid removal failure victory reaction introduction session
    panel quorum litmus stump patch bail credit cash voice record signature payment sides variety reason list case
    nation people power work time day week town world field society staff future rest end game name line issue
    strong small large big great good bad best worst full free fresh quick fast true right wrong sure fine enormous
    powerful vulnerable local federal public private medical technical internal external moral legal political
    social negative positive traditional recent subsequent additional multiple numerous several various conflicting
    high-profile first-time unsubstantiated outraged concerned interested frustrated armed suspected spotted funded
    buoyed stung strapped thwarted coordinated simplified freed granted given taken based born raised asked pressed
    reached contacted interviewed described founded known seen dubbed compared faced""".split()
)
"""Words that open sentences far more often than they are names."""
NAMES_IN_ING = frozenset(
    "Manning Fleming Harding Browning Golding Rowling Stirling Wilding Pershing Keating Hastings Boeing Beijing Jinping Dowling Darling Flemming Sterling Gatling Whiting Schilling Spalding Bunting Cushing Hemming Keeling Ealing Reading Riding Fielding Bowling Ewing Channing Deering Goring Koenig Kissling Trinity".split()
)
"""Names that end like common words."""
