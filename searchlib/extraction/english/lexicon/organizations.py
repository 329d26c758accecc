"""Words that the names of organizations are made of."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

# "Secretary of X", "Minister of X and Y": the department between a title and a name
DEPARTMENTS = frozenset(
    """State Defense Defence Affairs Security Intelligence Treasury Commerce Interior Labor Labour Education Energy
    Transportation Agriculture Health Homeland Justice Staff Operations Finance Foreign Trade War Army Navy Development
    Services Planning Research Communications House Policy Elections Budget Management Housing Justice Environment
    Transport Culture Sport Digital Veterans National Human Urban Homeland Public Works Police Schools Studies Programs Relations Strategy Parliament
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
    Customs Crime Alcohol Ways Means Armed Oversight Safety Freedom Nuclear Rule Law Constitutional Cultural Medicine Asian
    Firearms Tobacco Legal Police Industry Energy Women Youth Fire Parks Fisheries Culture Media Sport Broadcasting""".split()
)
TAKE_OF = frozenset(
    """Transport Department Office Ministry University Bureau Board Institute Center Centre Centers House Bank Council College School
    Federation Republic Kingdom Association Society League Chamber Committee Commission Court Museum Church Confederation
    Union Times Library Academy Academies Organization Organisation Agency Foundation Fund Conference Coalition Alliance
    Americans Citizens Veterans Physicians Mothers Students Lawyers Evangelicals Embassy Campaign Archdiocese Diocese Archives""".split()
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
    Homeland Staff Operations Transport""".split()
)
# words that a company is named by: behind a title word they make it part of the name ("General Motors")
TRADES = frozenset(
    """Homes Motors Motor Electric Dynamics Foods Atomics Airlines Airways Industries Technologies Holdings Pharmaceuticals
    Systems Studios Pictures Records Video Music Entertainment Oil Petroleum Chemical Chemicals Aviation Stores Brands
    Products Enterprises Solutions Software Semiconductor Instruments Telecom Wireless Insurance Properties Resources
    Minerals Mining Railways Railroad Shipping Logistics Capital Ventures Labs Laboratories Robotics Aerospace""".split()
)
# trades that are surnames as well: only "General" before them tells
TRADES_BEHIND_GENERAL = TRADES | {"Mills", "Steel", "Cable", "Tire", "Paper"}
ORGANIZATION_ENDS = TRADES | frozenset(
    """Street Avenue Arena Stadium Airport Palace Plaza International Watch Corp PLC plc AG SA NV GmbH SpA AB ASA Oyj BV Partners
    Brothers Bros Bros. Holding Council Hospitals Railway Rail Energy Power Gas Water Pharma Bancorp Financial Securities
    Investments Management Associates Consulting Research Analytics Networks Broadcasting Constabulary Parenthood Bench Registry
    Line Lines Ferries Cruises Borders PAC""".split()
)
"""Words that end the name of an organization or a place, never a person's behind no given name."""
COMPANY_ENDS = TRADES | frozenset(
    """Inc. Inc Corp. Corp Corporation Ltd Ltd. LLC Co. PLC plc AG SA NV GmbH SpA AB ASA Oyj BV Company Group Holding Bancorp Pharma
    Associates Financial Securities Investments""".split()
)
"""Words that end the name of a company, whose first word alone stands for it afterwards."""
NEVER_SURNAMES = frozenset(
    "Arena Stadium Airport Avenue International Corp PLC plc Plaza Airlines Airways Registry".split()
)
"""Words that end no person's name at all."""
JOINED_ENDS = frozenset(
    """Police Constabulary Council Foundation Trust University College Hospital Hospitals Institute Fire Rescue Railway Sons
    Partners Associates Company Co. Group Bank Borough County District Health NHS Society Museum Service Services Department
    Wildlife Agency Authority Association Bureau""".split()
)
"""Words that end a name with "and" inside: "Devon and Cornwall Police"."""
PLACES_WITH_OF = frozenset(
    """Isle Isles City Town Borough County Province State Republic Kingdom Duchy Port Gulf Cape Bay Vale East West North South
    Northeast Northwest Southeast Southwest""".split()
)
"""Words before an "of" inside the name of a place: "City of London Police"."""
POLLS = frozenset("poll polls survey surveys".split())
"""What several organizations make together: "an ABC News/Washington Post poll"."""
LOCAL_ENDS = frozenset("Police Constabulary Council Fire Rescue Service Borough County District NHS".split())
"""Of these, the ones that join places too that else speak for themselves: "Hampshire and Isle of Wight Constabulary"."""
JOINED_PAIRS = frozenset(
    tuple(pair.split(" and "))
    for pair in """Trinidad and Tobago;Antigua and Barbuda;Bosnia and Herzegovina;Newfoundland and Labrador;Marks and Spencer
        Procter and Gamble;Johnson and Johnson;Standard and Poor's;Ernst and Young;Smith and Wesson;Simon and Schuster
        Barnes and Noble;Tyne and Wear;Black and Decker;Crate and Barrel;Rolls and Royce;Dun and Bradstreet;Young and Rubicam
        Abercrombie and Fitch;Williams and Connolly;Kitts and Nevis;Vincent and Grenadines;Turks and Caicos;Wallis and Futuna
        Jammu and Kashmir;Brighton and Hove;Hammersmith and Fulham;Kensington and Chelsea;Holland and Barrett
        Fortnum and Mason;Cunningham and Walsh""".replace("\n", ";").split(";")
    for pair in [pair.strip()]
    if pair
)
"""Names with "and" inside that nothing at their end tells: states, companies."""
KNOWN_ORGANIZATIONS = frozenset(
    name.strip()
    for name in """Goldman Sachs;Morgan Stanley;Wells Fargo;Credit Suisse;Merrill Lynch;Rolls Royce;Human Rights;Tamil Nadu;Uttar Pradesh
    Andhra Pradesh;Madhya Pradesh;Himachal Pradesh;West Bengal;Hong Kong;Sinn Fein;Boko Haram;Al Qaeda;Al Jazeera;Medecins Sans
    Doctors Without Borders;Save the Children;Deloitte Touche;Booz Allen;Home Depot;Burger King;American Airlines;Air France
    Air Canada;Qatar Airways;Ryan Air;Standard Chartered;Exxon Mobil;Royal Mail;Virgin Atlantic;Whole Foods""".replace(
        "\n", ";"
    ).split(";")
)
"""Names of organizations and regions whose words look like a person's."""
ORGANIZATION_KINDS = frozenset(
    "company firm airline bank charity retailer carmaker automaker manufacturer publisher club".split()
)
"""Nouns that stand for the one organization named before: "the company"."""
BODIES = ORGANIZATION_KINDS | frozenset(
    """agency organization organisation group nonprofit non-profit startup start-up consultancy magazine newspaper website
    union studio network broadcaster think-tank supplier brewery insurer lender utility""".split()
)
"""Heads of appositions that no person has: "Acme, a brewery in Kent"."""
BODIES_BEFORE_NAMES = BODIES - {"publisher", "manufacturer", "broadcaster"} | frozenset(
    """operator chain giant maker carrier brewer builder bookmaker supermarket watchdog regulator nonprofit consultancy
    developer producer distillery militia broadcaster""".split()
)
"""Nouns right before the name of a body: "grid operator Norwatt", "the charity Safe Hands"."""
