"""Words around names: titles, roles, bodies, peoples. All tables a newcomer can extend."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re

# written before a name, capital: never part of the name
TITLES = frozenset(
    """Mr. Mrs. Ms. Miss Mr Mrs Ms Dr. Dr Sen. Sens. Rep. Reps. Gov. Govs. Gen. Lt. Col. Sgt. Capt. Maj. Cmdr. Adm. Rev.
    Prof. Hon. Pres. Sec. Supt. Det. Insp. Brig. Cpl. Pvt. Amb. Atty. Asst. Fr. Msgr.
    President Vice-President Senator Senators Representative Representatives Governor Congressman Congresswoman
    Secretary Minister Premier Chancellor
    Ambassador Speaker Leader Whip Chairman Chairwoman Chair Chairperson Director Justice Judge General Colonel Captain
    Major Lieutenant Sergeant Admiral Commander Commissioner Mayor Sheriff Officer Detective Chief Professor Doctor
    Reverend Pastor Bishop Archbishop Cardinal Pope Rabbi Imam Father Sister Brother King Queen Prince Princess Duke
    Lord Lady Sir Dame Sheikh Ayatollah Attorney Solicitor Counsel Spokesman Spokeswoman Spokesperson Deputy Assistant
    Undersecretary Under-Secretary Administrator Superintendent Treasurer Comptroller Councilman Councilwoman
    Councillor Councilor Councilmember Delegate Assemblyman Assemblywoman Alderman Executive Manager Coach Editor
    Correspondent Anchor Reporter Host Analyst Strategist Economist Adviser Advisor Aide Founder Owner Coordinator
    Inspector Prosecutor Marshal Envoy Consul Diplomat Lawmaker Candidate Nominee Front-runner Frontrunner Strongman
    Billionaire Businessman Businesswoman Mogul Author Activist Organizer Lawyer Rep Sen Gov Gen CEO CFO COO VP Vice
    Majority Minority Prime Former Ex-President Incumbent Then-President Private Corporal Cadet Comedian Actor Actress
    Singer Rapper Historian Scientist Pollster Columnist Journalist Reporters Democrat Republican Emeritus
    Presidential-candidate Dean Provost Moderator Top Longtime Fellow Veteran Acting Outgoing Incoming Embattled
    Retired Disgraced Freshman Rival Ousted Late Influential""".split()
) - {"Democrat", "Republican"}

# titles that are surnames as well ("Representative Peter T. King")
SURNAMES_TOO = frozenset(
    "King Judge Major Prince Bishop Pope Dean Duke Marshal Cardinal Coach Lord Mayor Justice".split()
) - {
    "Mayor",
    "Justice",
}

# lower-case words inside a surname
PARTICLES = frozenset("de van von bin al la del della der den di da dos el ben ibn le du".split())

# role nouns, lower case: heads of phrases that name nobody by themselves ("a spokesman"), roles before a name
ROLES = frozenset(
    """spokesman spokeswoman spokesperson spokespeople spokesmen official officials senator senators representative
    representatives congressman congresswoman congressmen governor governors president presidents secretary minister
    ministers premier chancellor ambassador diplomat diplomats leader leaders chairman chairwoman chair chairperson
    director directors justice justices judge judges general generals colonel captain major lieutenant sergeant admiral
    commander commanders commissioner commissioners mayor mayors sheriff officer officers detective detectives chief
    chiefs professor professors doctor doctors reverend pastor pastors bishop bishops archbishop cardinal pope rabbi
    imam king queen prince princess attorney attorneys lawyer lawyers counsel deputy assistant administrator
    superintendent treasurer councilman councilwoman delegate delegates assemblyman executive executives manager
    managers coach editor editors correspondent correspondents anchor reporter reporters journalist journalists host
    analyst analysts strategist strategists economist economists adviser advisers advisor advisors aide aides founder
    co-founder cofounder owner owners coordinator inspector prosecutor prosecutors marshal envoy lawmaker lawmakers
    legislator legislators candidate candidates nominee nominees front-runner frontrunner billionaire businessman
    businesswoman mogul tycoon author authors activist activists organizer organizers ceo voter voters critic critics
    supporter supporters opponent opponents ally allies expert experts scholar scholars scientist scientists researcher
    researchers historian historians pollster pollsters columnist columnists commentator commentators pundit pundits
    blogger moderator surrogate surrogates operative operatives consultant consultants insider insiders source sources
    witness witnesses resident residents student students teacher teachers worker workers parent parents mother father
    son sons daughter daughters wife husband brother sister friend friends neighbor neighbors veteran veterans member
    members participant participants protester protesters protestor protestors police authorities investigators
    investigator agents agent nurse physician physicians
    surgeon neurosurgeon farmer farmers man woman men women people person guy boy girl fan fans colleague colleagues
    partner partners boss hero star actor actress singer rapper comedian writer writers director-general
    congressional-aide vice-president vice-chairman undersecretary fellow dean provost principal trustee regent
    undersecretary-general heads head campaigner lobbyist lobbyists donor donors fundraiser bundler staffer staffers
    staff customer customers user users viewer viewers reader readers listener speaker speakers caller patient patients
    victim victims survivor survivors suspect suspects defendant defendants plaintiff plaintiffs lawyer refugee refugees
    migrant migrants immigrant immigrants soldier soldiers troops rebels militants negotiator negotiators observer
    observers attendee attendees organisers organiser conservatives conservative liberals liberal progressives
    moderates politician politicians incumbent opposition governor-elect president-elect newcomer mogul entrepreneur
    investor investors trader traders banker bankers publisher producer producers filmmaker developer designer artist
    advocate advocates graduate freshman sophomore junior senior professor-emeritus chemist physicist biologist
    psychologist psychiatrist sociologist engineer engineers pilot pilots driver nominee-in-waiting technician""".split()
)

# groups named by a capital plural: they speak as bodies
PEOPLE = frozenset(
    """republicans democrats americans conservatives progressives russians chinese ukrainians europeans germans muslims
    christians jews catholics evangelicals latinos hispanics blacks whites mexicans canadians israelis palestinians
    iranians iraqis syrians turks britons australians libertarians greens tories liberals socialists communists
    independents texans californians floridians iowans kurds sunnis shiites nazis mormons brits italians poles""".split()
) - {"conservatives", "progressives", "liberals", "blacks", "whites", "greens", "independents", "chinese"}

# adjectives before a role or a name
DEMONYMS = frozenset(
    """American British Russian Chinese French German Ukrainian Israeli Palestinian Iranian Iraqi Syrian Turkish Saudi
    Egyptian Indian Pakistani Afghan Japanese Korean Canadian Mexican Cuban Brazilian Australian European African Asian
    Italian Spanish Polish Dutch Swedish Norwegian Danish Finnish Greek Hungarian Czech Austrian Swiss Belgian Irish
    Scottish Welsh English Soviet Arab Muslim Islamic Christian Jewish Catholic Evangelical Mormon Hispanic Latino
    Latina Republican Democratic Democrat Libertarian Conservative Liberal Socialist Communist Labour Tory GOP Texan
    Californian Floridian Nigerian Kenyan Libyan Lebanese Jordanian Yemeni Vietnamese Filipino Indonesian Malaysian
    Thai Taiwanese Venezuelan Colombian Argentine Chilean Peruvian Haitian Pentagon-based Northern Southern Eastern
    Western South North""".split()
) - {"South", "North"}

# adherents of a party: of the demonyms the ones that are also nouns for a person
PARTISANS = frozenset(
    "Democrat Republican Democratic Libertarian Socialist Communist Conservative Liberal Tory Independent GOP Labour".split()
)

# words that a body's name contains, at its head
BODIES = frozenset(
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

_COMMON_OPENERS = frozenset(
    """media update claim fact cue none less more ten tens dozens hundreds relatives employers tests shots labels networks
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
_DERIVED = re.compile(r"[A-Z][a-z]{2,}(?:ing|tion|sion|ment|ness|ism|ity|ances?|ences?|tions|ments)$")
NAMES_IN_ING = frozenset(
    "Manning Fleming Harding Browning Golding Rowling Stirling Wilding Pershing Keating Hastings Boeing Beijing Jinping Dowling Darling Flemming Sterling Gatling Whiting Schilling Spalding Bunting Cushing Hemming Keeling Ealing Reading Riding Fielding Bowling Ewing Channing Deering Goring Koenig Kissling Trinity".split()
)


def is_common(word: str) -> bool:
    """Whether a word with a capital is, where it opens a sentence, far more often a common word than a name."""
    return word.lower() in _COMMON_OPENERS or (_DERIVED.match(word) is not None and word not in NAMES_IN_ING)


# "Secretary of X", "Minister of X and Y": the department between a title and a name
DEPARTMENTS = frozenset(
    """State Defense Defence Affairs Security Intelligence Treasury Commerce Interior Labor Labour Education Energy
    Transportation Agriculture Health Homeland Justice Staff Operations Finance Foreign Trade War Army Navy Development
    Services Planning Research Communications House Policy Elections Budget Management Housing Justice Environment
    Veterans National Human Urban Homeland Public Works Police Schools Studies Programs Relations Strategy Parliament
    Senate""".split()
)
