"""Nouns that stand for somebody named before: "the boss" for a manager, "the airline" for a company."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

SAME_ROLES: dict[str, frozenset[str]] = {
    word: frozenset(same.split())
    for words, same in {
        "boss": "manager coach executive ceo boss gaffer",
        "manager coach": "manager coach",
        "skipper captain": "captain skipper",
        "officer": "inspector sergeant constable detective superintendent pc officer sheriff",
        "detective": "detective",
        "lawmaker legislator": "senator congressman congresswoman representative lawmaker legislator assemblyman mp",
        "congressman congresswoman representative": "congressman congresswoman representative",
        "lawyer attorney barrister solicitor counsel": "lawyer attorney barrister solicitor counsel kc qc sc",
        "prosecutor": "prosecutor",
        "judge": "judge justice magistrate",
        "scientist researcher academic": """scientist researcher professor academic biologist chemist physicist ecologist geologist
            epidemiologist virologist astronomer climatologist psychologist palaeontologist paleontologist neuroscientist""",
        "professor": "professor",
        "chairman chairwoman chair chairperson": "chairman chairwoman chair chairperson",
        "spokesman spokeswoman spokesperson": "spokesman spokeswoman spokesperson",
        "novelist writer author": "novelist writer author",
        "head headteacher headmaster headmistress principal": "headteacher headmaster headmistress head principal",
        "pontiff pope": "pope pontiff",
        "cleric": "imam cleric rabbi priest bishop archbishop",
        "diplomat": "ambassador envoy diplomat",
        "envoy ambassador": "envoy ambassador",
        "doctor medic": "doctor surgeon physician gp",
        "executive ceo": "executive ceo",
        "musician": "singer musician pianist guitarist violinist drummer trumpeter rapper composer",
        "politician": "senator minister mp lawmaker councillor mayor governor",
    }.items()
    for word in words.split()
}
"""A head behind "the", and the words of a role beside a name that it may stand for. Other heads stand for themselves."""
DEPUTIES = frozenset("vice deputy assistant former prime chief first shadow acting ex".split())
"""Words that make another role of a title: "the minister" is no prime minister where another minister is named."""
SECONDS = frozenset("vice deputy assistant".split())
"""Of these, the ones that no title is without: "the president" is never the vice president."""
LOOSE = frozenset(
    """former outgoing embattled veteran new late ex beleaguered popular retired ousted jailed disgraced long-serving current
    incoming young""".split()
)
"""What a text may say of somebody behind "the" without having said it beside the name."""

FIRMS = frozenset(
    """company firm group business airline carrier bank lender retailer carmaker automaker manufacturer maker chain supermarket
    operator developer builder housebuilder insurer utility supplier contractor startup start-up giant chipmaker drugmaker
    producer miner brewer brewery publisher broadcaster studio consultancy conglomerate shipbuilder planemaker network
    distributor exporter bookmaker shipper steelmaker""".split()
)
"""Nouns for a company."""
ANY_FIRM = frozenset("company firm group business giant".split())
"""Those that any company answers to."""
FIRM_ENDS = frozenset(
    """Ltd Ltd. plc PLC Plc Inc Inc. Corp Corp. Corporation Co. Co Company LLC AG SA NV AS ASA AB SpA Oyj BV GmbH SE KK Holdings
    Holding Group Motors Motor Airlines Airways Technologies Pharmaceuticals Industries Stores Foods Brands Systems Software
    Homes Properties Petroleum Oil Mining Electric Energy Semiconductor Steel Entertainment Insurance""".split()
)
"""Words at the end of a company's name."""
NEVER_FIRMS = frozenset(
    """Ministry Department Commission Committee Council Court Police Party Union Federation Congress Senate House Parliament
    Assembly Government Army Navy Force Forces University College School Church Agency Bureau Board Authority Office
    Association Society Foundation Institute Administration Embassy Command Guard Militia Front Movement Alliance League
    Democrats Republicans Conservatives Labour Tories Organization Organisation Nations""".split()
)
"""Words of names that no company has."""
BODY_NOUNS = frozenset(
    """ministry department agency commission committee council court bureau institute association union federation bank
    university foundation board authority embassy directorate charity party club team college school hospital museum trust
    organisation organization nonprofit watchdog regulator office force army military militia church society alliance
    league movement coalition campaign think-tank newspaper magazine group bench panel""".split()
)
"""Nouns for a body that is no company, but for "group" and "bank"."""
EXECUTIVES = frozenset("CEO CFO COO".split())
"""Titles of those who lead a company, beside its name."""
SPORTING = frozenset("captain skipper manager coach boss striker goalkeeper opener".split())
"""Roles in a team, which a text names by its town: "the Surrey captain"."""
