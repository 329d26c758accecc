"""Words that the names of organizations are made of."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

# "Secretary of X", "Minister of X and Y": the department between a title and a name
DEPARTMENTS = frozenset(
    """State Defense Defence Affairs Security Intelligence Treasury Commerce Interior Labor Labour Education Energy
    Transportation Agriculture Health Homeland Justice Staff Operations Finance Foreign Trade War Army Navy Development
    Services Planning Research Communications House Policy Elections Budget Management Housing Justice Environment
    Veterans National Human Urban Homeland Public Works Police Schools Studies Programs Relations Strategy Parliament
    Senate""".split()
)


ORGANIZATION_NOUNS = frozenset(
    """ministry department agency commission committee council court bureau institute association union federation
    bank university foundation board authority embassy directorate""".split()
)
"""Nouns that stand for an organization named before: "the ministry"."""
ORGANIZATION_OR_SURNAME = frozenset("Post Press Church Court Star Bank Board Guard Sun Globe Group Force Trust".split())
"""Words of organizations that are surnames behind a given name: "Henry Post"."""
# before "and" inside the name of one organization: "Economic and Security Review Commission"
JOINED_BY_AND = DEPARTMENTS | frozenset(
    """Economic Strategic Science Sciences Arts Trade Food Drug Securities Exchange Disease Control Urban Oceanic Atmospheric
    Business Environmental Children Families Peace Democracy Civil Social Political Technology International Immigration
    Customs Alcohol Ways Means Armed Oversight Safety Freedom Nuclear Rule Law Constitutional Cultural Medicine Asian
    Firearms Tobacco Legal Police Industry Energy Women Youth Fire Parks Fisheries Culture Media Sport Broadcasting""".split()
)
TAKE_OF = frozenset(
    """Department Office Ministry University Bureau Board Institute Center Centre Centers House Bank Council College School
    Federation Republic Kingdom Association Society League Chamber Committee Commission Court Museum Church Confederation
    Union Library Academy Academies Organization Organisation Agency Foundation Fund Conference Coalition Alliance
    Embassy Campaign Archdiocese Diocese Archives""".split()
)
"""Words whose organization's name may go on with "of": "Department of Justice"."""
# words that an organization's name contains, at its head
ORGANIZATION_WORDS = frozenset(
    """Commission Committee Council Department Ministry Agency Bureau Office Board Court Congress Senate House Parliament
    Assembly Administration Authority Institute Institution University College School Center Centre Centers Academy Academies Foundation
    Association Organization Organisation Society Union Federation League Alliance Coalition Party Caucus Campaign
    Fund Bank Group Company Corp. Inc. Corporation Inc LLC Ltd Ltd. Co. Times Post News Journal Tribune Herald Gazette
    Press Daily Weekly Magazine Review Globe Sun Star Chronicle Examiner Radio Network Television TV Church Army Navy
    Force Guard Police Treasury Fed Reserve Circuit Media Hospital Museum Embassy Kremlin Pentagon NATO UN EU Command Directorate
    Service Services Initiative Project Trust Partnership Conference Convention Chamber Forum Club Security State
    Defense Defence Affairs Intelligence Commerce Interior Labor Education Energy Transportation Agriculture Health
    Homeland Staff Operations""".split()
)
# words that a company is named by: behind a title word they make it part of the name ("General Motors")
TRADES = frozenset(
    """Motors Motor Electric Dynamics Foods Atomics Airlines Airways Industries Technologies Holdings Pharmaceuticals
    Systems Studios Pictures Records Video Music Entertainment Oil Petroleum Chemical Chemicals Aviation Stores Brands
    Products Enterprises Solutions Software Semiconductor Instruments Telecom Wireless Insurance Properties Resources
    Minerals Mining Railways Railroad Shipping Logistics Capital Ventures Labs Laboratories Robotics Aerospace""".split()
)
# trades that are surnames as well: only "General" before them tells
TRADES_BEHIND_GENERAL = TRADES | {"Mills", "Steel", "Cable", "Tire", "Paper"}
