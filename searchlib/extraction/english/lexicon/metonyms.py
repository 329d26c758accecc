"""Names that speak for a state or a body when they stand alone ("Beijing said"): no person is meant by them."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

PLACES = frozenset(
    """America USA U.S. US U.K. UK Britain England Scotland Wales Ireland France Germany Spain Portugal Italy Greece Poland
    Hungary Austria Switzerland Belgium Netherlands Holland Denmark Norway Sweden Finland Iceland Estonia Latvia Lithuania
    Ukraine Russia Belarus Moldova Romania Bulgaria Serbia Croatia Bosnia Kosovo Albania Macedonia Turkey Cyprus Israel
    Lebanon Syria Iraq Iran Jordan Egypt Libya Tunisia Algeria Morocco Sudan Ethiopia Somalia Kenya Uganda Tanzania Rwanda
    Congo Nigeria Ghana Senegal Mali Niger Chad Zimbabwe Zambia Angola Mozambique Afghanistan Pakistan India Bangladesh
    Nepal China Taiwan Japan Korea Mongolia Vietnam Laos Cambodia Thailand Myanmar Burma Malaysia Singapore Indonesia
    Philippines Australia Canada Mexico Cuba Haiti Jamaica Guatemala Honduras Nicaragua Panama Colombia Venezuela Ecuador
    Peru Bolivia Brazil Chile Argentina Uruguay Paraguay Yemen Oman Qatar Kuwait Bahrain Europe Asia Africa
    Washington Moscow Beijing Pyongyang Seoul Tokyo Tehran Baghdad Damascus Ankara Kiev Kyiv London Paris Berlin Brussels
    Vienna Rome Madrid Athens Jerusalem Riyadh Cairo Kabul Islamabad Delhi Havana Ottawa Canberra Hanoi Taipei Warsaw
    Geneva Brexit Westminster
    Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa
    Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada
    Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Wisconsin Wyoming Philadelphia Chicago Boston Cleveland
    Detroit Miami Houston Dallas Atlanta Seattle Denver Baltimore Orlando Charlotte Milwaukee Cincinnati Columbus
    Politico Breitbart Facebook Twitter Google Apple Amazon Microsoft Instagram YouTube Snapchat Uber
    Wikileaks WikiLeaks Congress Hamas Hezbollah Taliban Fatah Medicare Medicaid Obamacare Univision Telemundo
    Gallup Quinnipiac Rasmussen Exxon Boeing Verizon Comcast Walmart Goldman Vox Slate Salon Gawker Newsweek
    Arabia Zealand Lanka Rica Kong Emirates Kingdom States Hampshire Carolina Dakota Angeles Francisco Vegas Leone County
    Gaza Crimea Kashmir Tibet Xinjiang Kurdistan Chechnya Catalonia Quebec Ontario Kerala Gujarat Punjab Mumbai Lagos Nairobi
    Hezbollah Houthis Sinopec Gazprom Rosneft Samsung Toyota Nissan Honda Volkswagen Siemens Nestle Novartis Boeing Airbus
    Amnesty Greenpeace Oxfam UNICEF Interpol Europol Frontex Ryanair EasyJet Lufthansa Tesco Sainsbury Barclays HSBC
    PolitiFact Pravda Haaretz Axios Pfizer Moderna""".split()
) - {"Charlotte", "Orlando", "Chad", "Jordan", "Houston", "Austin", "Cleveland"}
PLACE_OPENERS = frozenset(
    "New Lower Upper San Santa Los Las Fort Port Mount Palm Cape West East North South Central".split()
)
"""Words that names of places open with, and persons' do not: "New York", "Lower Manhattan"."""
STATES = frozenset(
    """Jr. Sr. Jr III II Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mass. Mich. Minn.
    Miss. Mo. Mont. Neb. Nev. N.H. N.J. N.M. N.Y. N.C. N.D. Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Tex. Va. Vt. Wash. Wis.
    W.Va. Wyo. D.C. D R I""".split()
)
