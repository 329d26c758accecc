"""Words around names: titles, roles, bodies, peoples. All tables a newcomer can extend."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

# written before a name, capital: never part of the name
TITLES = frozenset(
    """Mr. Mrs. Ms. Miss Mr Mrs Ms Dr. Dr Sen. Sens. Rep. Reps. Gov. Govs. Gen. Lt. Col. Sgt. Capt. Maj. Cmdr. Adm. Rev.
    Prof. Del. Hon. Pres. Sec. Supt. Det. Insp. Brig. Cpl. Pvt. Amb. Atty. Asst. Fr. Msgr.
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
    Retired Disgraced Freshman Rival Ousted Late Influential Prof Supt Cllr PM Sgt Cpl Lt Col Capt Maj Insp Det Brig Cdr
    Adm Rev Baroness Viscount Viscountess Earl Countess Taoiseach Constable Commodore Bombardier Trooper
    Brigadier Commandant Rector Vice-Chancellor Monsignor Archdeacon Canon Selectman Selectwoman Governor-General Secretary-General Director-General Attorney-General Undersecretary-General Headteacher Firefighter MP MSP DCI Postmaster Paramedic Crewman Airman Seaman Rifleman Cllr. Lord-Justice
    PCSO WPC Coun Coun. Additional Advocate-General Solicitor-General Auditor-General Surgeon-General Inspector-General
    Swede Spaniard Briton Frenchman Englishman Irishman Welshman Dutchman Scotsman Frenchwoman Englishwoman""".split()
) - {"Democrat", "Republican"}

# titles that are surnames as well ("Representative Peter T. King")
SURNAMES_TOO = frozenset(
    "King Judge Major Prince Bishop Pope Dean Duke Marshal Cardinal Coach Lord Mayor Justice".split()
) - {
    "Mayor",
    "Justice",
}

TRADES_TOO = frozenset(
    """Baker Miller Cook Carpenter Potter Shepherd Weaver Fisher Gardener Butcher Barber Butler Brewer Porter Forester Ranger
    Steward Sailor Painter Hunter Clerk""".split()
)
"""Trades that are surnames as well: a name of two words behind one tells ("Miller Jan Kok")."""
POLICE_RANKS = frozenset("DC PC DS DI DSU DCS".split())
"""Ranks before a name that are cities, things and companies as well: "DC Karen Low", not "DC United"."""
NATIONALS = frozenset(
    """Dane Swede Finn Pole Scot Turk Serb Croat Spaniard Briton Frenchman Englishman Irishman Welshman Dutchman Scotsman
    Frenchwoman Englishwoman Irishwoman Dutchwoman Scotswoman Londoner Yorkshireman Ulsterman Liverpudlian Mancunian Glaswegian""".split()
)
"""Somebody of a country or a city, behind "the": nobody's name."""
FEELINGS = frozenset(
    """angry furious defiant jubilant tearful emotional proud delighted upset worried outspoken delirious exhausted smiling
    shaken grieving heartbroken stunned beaming elated relieved frustrated embittered disappointed""".split()
)
"""What somebody is for a moment: no part of a role."""
# lower-case words inside a surname
PARTICLES = frozenset("de van von bin al la del della der den di da dos el ben ibn le du".split())

# role nouns, lower case: heads of phrases that name nobody by themselves ("a spokesman"), roles before a name
ROLES = frozenset(
    """striker strikers winger midfielder defender goalkeeper batsman bowler fly-half skipper neighbour neighbours barrister
    barristers solicitor solicitors landlord landlady pensioner pensioners novelist playwright shopkeeper carer mum dad gran
    paramedic councillor councillors
    spokesman spokeswoman spokesperson spokespeople spokesmen official officials senator senators representative
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
    baker miller cook carpenter potter shepherd weaver fisher gardener butcher barber butler brewer porter forester ranger steward
    sailor painter hunter clerk plumber electrician widow widower co-author co-authors beekeeper fisherman fishermen builder builders
    cyclist cyclists hiker hikers runner jogger dentist dentists vet midwife midwives headmaster headmistress headteacher publican
    bartender barista waiter waitress cashier trucker truckers postman postwoman sculptor composer conductor violinist pianist
    guitarist drummer choreographer photographer photographers astronomer astronomers geologist geologists botanist zoologist
    ecologist ecologists virologist virologists epidemiologist epidemiologists seismologist seismologists volcanologist
    rep reps meteorologist meteorologists forecaster climatologist oceanographer archaeologist archaeologists anthropologist
    statistician astronaut astronauts cosmonaut sprinter swimmer skier boxer golfer jockey passenger passengers shopper shoppers
    tourist tourists homeowner homeowners tenant tenants commuter commuters motorist motorists grandmother grandfather grandad
    pupil pupils teenager teenagers undergraduate apprentice farmworker cardiologist oncologist neurologist paediatrician
    pediatrician radiologist pathologist pharmacist gardener gamekeeper lifeguard conservationist conservationists archivist
    curator librarian nutritionist dietitian firefighter firefighters bystander bystanders onlooker onlookers holidaymaker
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
    Western South North Bosnian Serbian Croatian Romanian Bulgarian Portuguese Tanzanian Ghanaian Ethiopian Ugandan Zambian
    Zimbabwean Somali Sudanese Moroccan Algerian Tunisian Armenian Azerbaijani Kazakh Uzbek Tajik Kyrgyz Mongolian
    Cambodian Bangladeshi Nepali Nepalese Burmese Icelandic Slovak Slovenian Latvian Lithuanian Estonian Bolivian
    Ecuadorian Uruguayan Paraguayan Guatemalan Honduran Salvadoran Nicaraguan Panamanian Dominican Jamaican Chechen
    Kurdish Cypriot Maltese Qatari Emirati Kuwaiti Bahraini Omani Singaporean Rwandan Congolese Senegalese Cameroonian
    Ivorian Malian Mozambican Namibian Angolan Belarusian Moldovan Albanian Kosovan Macedonian""".split()
) - {"South", "North"}

# adherents of a party: of the demonyms the ones that are also nouns for a person
PARTISANS = frozenset(
    "Democrat Republican Democratic Libertarian Socialist Communist Conservative Liberal Tory Independent GOP Labour".split()
)


ABBREVIATED_TITLES = frozenset("Mr. Mrs. Ms. Dr. Sen. Rep. Gov. Gen. St. Prof. No. vs.".split())
"""Abbreviations that end no sentence before a quotation."""
TITLE_GENDERS = {"Mr.": "m", "Mr": "m", "Sir": "m", "Lord": "m", "Mrs.": "f", "Ms.": "f", "Mrs": "f", "Ms": "f", "Miss": "f",
             "Congressman": "m", "Congresswoman": "f", "Spokeswoman": "f", "Spokesman": "m", "Chairwoman": "f", "Councilwoman": "f",
             "Lady": "f", "Dame": "f", "King": "m", "Queen": "f", "Prince": "m", "Princess": "f", "Father": "m", "Pope": "m"}  # fmt: skip
FEMALE_ROLES = frozenset("spokeswoman chairwoman congresswoman mother wife sister daughter actress woman girl".split())
MALE_ROLES = frozenset("spokesman chairman congressman father husband brother son actor man guy businessman".split())
HONORIFICS = frozenset("Mr. Mrs. Ms. Miss Mr Mrs Ms Sir Lady Dame Lord Late".split())
"""Titles that are no role."""
# nouns in -er, -or, -ist, -ian that are nobody
NOBODY = frozenset(
    """other another former number matter paper letter order power summer winter water offer center quarter never over under after
    however dinner error factor labor minor senior major chapter newspaper computer weather cover color favor honor tower border
    murder laughter disaster transfer register charter corner layer river silver server shelter slaughter trigger list twist
    super later earlier higher lower greater whether either neither together further rather outer inner upper prior career
    interior exterior superior inferior poor door floor humor rumor terror mirror horror harbor tumor latter better lawmaker's
    cancer answer chamber timber anger danger hunger finger dollar shower flower holder folder order border counter filter meter
    poster banner user's wrist mist fist dist eager whatever whenever wherever whichever meager tender bitter sober slender
    clever proper sinister familiar utter sheer queer stellar secular modular similar regular popular peculiar particular
    singular spectacular circular vulgar nuclear linear lunar solar polar insular utilitarian vegetarian civilian-led minister's
    consider remember deliver discover suffer prefer refer infer defer differ gather alter enter foster bolster counter render
    wander wonder ponder surrender hinder tinder cinder thunder blunder plunder asunder mere inner""".split()
)  # fmt: skip
MORE_ROLES = frozenset(
    """rival rivals predecessor successor counterpart challenger pick associate associates clerk quarterback goalkeeper widow widower confidant confidante architect hopeful hopefuls
    editor-in-chief secretary-general attorney-general chief-of-staff commander-in-chief lady hostage hostages intern
    assistant-general guard linebacker native guru subordinate appointee employee detainee retiree accountant attendant lieutenant cadet intern expatriate
    patriarch matriarch monarch heir tsar czar chef cook nun monk priest cleric mathematician hawk dove maverick whistleblower
    spouse fiance uncle aunt cousin nephew niece grandson granddaughter roommate classmate teammate diva icon legend champion
    laureate qualifier saint apostle prophet magnate loyalist insurgent rebel""".split()
)
# who one is to somebody else: said where it helps, but not what the whole text calls the person
RELATIONS = frozenset(
    """predecessor successor rival rivals opponent opponents challenger colleague colleagues friend friends father mother son
    daughter brother sister wife husband cousin uncle aunt nephew niece neighbor boss partner victim suspect defendant fan
    critic person man woman guy boy girl people speaker running-mate counterpart""".split()
)
# what may stand in lower case right before a title with a capital
BEFORE_TITLE = frozenset(
    """former state deputy acting current incoming outgoing longtime long-time vice assistant associate senior junior freshman
    veteran liberal conservative moderate progressive interim new newly elected retired top chief embattled ousted disgraced
    federal district county city local national foreign prime defense defence finance interior justice economy health
    presidential congressional gubernatorial senatorial mayoral party committee campaign police fire school company press
    ruling opposition far-right right-wing left-wing hard-line first-term super independent late then rear lieutenant major
    attorney solicitor managing executive communications political policy economic legislative judicial military naval
    coast fellow rival influential powerful billionaire popular populist centrist socialist nationalist""".split()
)
VOICES = frozenset("question answer male female audience crowd narrator all both".split())
"""Labels that stand for a voice."""
NAMELESS = frozenset("Q QUESTION ANSWER".split())
"""Labels of a transcript that stand for whoever asks, or answers."""
HOSTS = frozenset("host interviewer moderator presenter anchor narrator reporter".split())
"""Labels of an interview that stand for the one who leads it."""
TITLE_ENDS = frozenset("General Elect Con".split())
"""Words that follow a title and belong to it: "Attorney General"."""
TITLES_ONLY = frozenset("Mr. Mrs. Ms. Miss Mr Mrs Ms Sir Dame Dr. Dr Sen. Rep. Gov. Prof. Prof Cllr Supt Sgt".split())
"""Titles that a name always follows."""
NO_TITLES = frozenset("caller star observer fan people fellow principal guy".split())
"""Role nouns that are no titles when they have a capital."""
SPEAKERS = frozenset("spokesman spokeswoman spokesperson spokespeople spokesmen".split())
"""Those who speak for an organization; some speak for a person."""
SHORT_ROLES = {
    "Sen.": "senator", "Rep.": "representative", "Gov.": "governor", "Gen.": "general", "Prof": "professor",
    "Prof.": "professor", "Supt": "superintendent", "Cllr": "councillor", "Lt.": "lieutenant", "Col.": "colonel",
    "Capt.": "captain", "Sgt": "sergeant", "Sgt.": "sergeant", "Rev.": "reverend", "PM": "premier", "Congressman": "congressman",
}  # fmt: skip
"""Short forms of titles, and the role nouns that stand for their bearers."""
