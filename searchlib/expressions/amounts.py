"""Numbers, units and currencies: turn ONE number expression into a value.

The number extractor finds such expressions in text and the query parser reads them in a query, both with the code
here. The tables are meant to be extended: a new magnitude, currency or unit is one line.

    figure_at   one number at a place of a text: 8,000 | 1.2m | half a million | twenty-one | 3 1/2
    unit_at     one unit at a place of a text: km | miles per hour | % | Danish crowns
    read_amount a whole expression, as asked in a query: "$1.5bn", "10 percent", "10000 soldiers"
    to_base     a value in its base unit, so that 5 km and 5,000 metres agree
    allowed     what a stated quantity allows: "at most 8,000" allows everything up to 8,000
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf, isfinite
from typing import NamedTuple

# ---- tables: numbers ------------------------------------------------------------------------------------------------


def _counting(words: str, start: int, step: int = 1) -> dict[str, int]:
    """The words in order, counted from `start` by `step`."""
    return {word: start + step * place for place, word in enumerate(words.split())}


ONES = _counting("one two three four five six seven eight nine", 1)
TEENS = _counting("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
TENS = _counting("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
MAGNITUDES: dict[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12,
    "lakh": 1e5,
    "crore": 1e7,
    "mln": 1e6,
    "mn": 1e6,
    "mil": 1e6,
    "bln": 1e9,
    "bn": 1e9,
    "bil": 1e9,
    "trn": 1e12,
    "tln": 1e12,
    "tn": 1e12,
}
LETTERS: dict[str, float] = {
    "k": 1e3,
    "K": 1e3,
    "m": 1e6,
    "M": 1e6,
    "MM": 1e6,
    "b": 1e9,
    "B": 1e9,
    "t": 1e12,
    "T": 1e12,
}
"""Magnitudes of one letter; `m`, `b` and `t` are also units, so the reader decides by what stands around them."""

PARTS: dict[str, float] = {
    "half": 1 / 2,
    "halves": 1 / 2,
    "third": 1 / 3,
    "quarter": 1 / 4,
    "fourth": 1 / 4,
    "fifth": 1 / 5,
    "sixth": 1 / 6,
    "seventh": 1 / 7,
    "eighth": 1 / 8,
    "ninth": 1 / 9,
    "tenth": 1 / 10,
    "hundredth": 1 / 100,
}
VULGAR: dict[str, float] = {
    "½": 1 / 2,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅕": 1 / 5,
    "⅖": 2 / 5,
    "⅗": 3 / 5,
    "⅘": 4 / 5,
    "⅙": 1 / 6,
    "⅚": 5 / 6,
    "⅛": 1 / 8,
    "⅜": 3 / 8,
    "⅝": 5 / 8,
    "⅞": 7 / 8,
}
MODIFIERS: dict[str, str] = {
    phrase: modifier
    for modifier, phrases in {
        "at_least": "at least|no less than|no fewer than|not less than|not fewer than|a minimum of|minimum of|minimum"
        "|upwards of|upward of|≥|>=|at the very least|as little as|as few as",
        "at_most": "at most|no more than|not more than|no greater than|up to|a maximum of|maximum of|maximum|as many as"
        "|as much as|as high as|as long as|as far as|as large as|capped at|≤|<=|at the most|not exceeding",
        "more_than": "more than|over|above|greater than|larger than|bigger than|in excess of|exceed|exceeds|exceeded"
        "|exceeding|better than|higher than|north of|well over|just over|topping|surpass|surpassed|surpassing|longer than"
        "|>|well above|just above|upwards from|older than|excess of|beyond|over than|topped",
        "less_than": "less than|fewer than|under|below|lower than|smaller than|short of|shy of|just under|well under"
        "|just below|<|sub|just short of|younger than|shorter than|cheaper than|under the age of",
        "about": "about|around|approximately|roughly|some|an estimated|estimated|circa|~|≈|∼|in the region of|nearly"
        "|something like|approx|almost|close to|not quite|approaching|or so|an approximate|approximate|virtually|ca"
        "|near|close on|an average of about|in the neighborhood of|more or less|on the order of|practically",
        "exact": "exactly|precisely",
    }.items()
    for phrase in phrases.split("|")
}
"""Phrases before a number and what they make of it."""

# ---- tables: currencies and units -----------------------------------------------------------------------------------

CURRENCIES: dict[str, tuple[str, str]] = {
    "USD": ("dollar", "dollar|us dollar|u.s. dollar|united states dollar|american dollar|dlr|buck|greenback"),
    "EUR": ("euro", "euro"),
    "GBP": ("pound sterling", "pound sterling|british pound|quid|stg|pounds sterling|uk pound"),
    "JPY": ("japanese yen", "yen|japanese yen"),
    "CNY": ("chinese yuan", "yuan|renminbi|chinese yuan|rmb"),
    "AUD": ("australian dollar", "australian dollar|aussie dollar"),
    "CAD": ("canadian dollar", "canadian dollar"),
    "NZD": ("new zealand dollar", "new zealand dollar|kiwi dollar"),
    "HKD": ("hong kong dollar", "hong kong dollar"),
    "SGD": ("singapore dollar", "singapore dollar|singaporean dollar"),
    "TWD": ("taiwan dollar", "taiwan dollar|new taiwan dollar"),
    "CHF": ("swiss franc", "swiss franc"),
    "SEK": ("swedish krona", "swedish krona|swedish kronor|swedish crown|krona|kronor"),
    "NOK": ("norwegian krone", "norwegian krone|norwegian kroner|norwegian crown"),
    "DKK": ("danish krone", "danish krone|danish kroner|danish crown|krone|kroner"),
    "CZK": ("czech koruna", "czech koruna|czech crown|koruna"),
    "PLN": ("polish zloty", "zloty|polish zloty|zlotys"),
    "HUF": ("hungarian forint", "forint|hungarian forint"),
    "RUB": ("russian rouble", "rouble|ruble|russian rouble|russian ruble"),
    "UAH": ("ukrainian hryvnia", "hryvnia|hryvna|ukrainian hryvnia"),
    "TRY": ("turkish lira", "lira|turkish lira"),
    "ILS": ("israeli shekel", "shekel|israeli shekel"),
    "INR": ("indian rupee", "rupee|indian rupee"),
    "PKR": ("pakistani rupee", "pakistani rupee|pakistan rupee"),
    "KRW": ("south korean won", "korean won|south korean won"),
    "KPW": ("north korean won", "north korean won"),
    "THB": ("thai baht", "baht|thai baht"),
    "MYR": ("malaysian ringgit", "ringgit|malaysian ringgit"),
    "IDR": ("indonesian rupiah", "rupiah|indonesian rupiah"),
    "PHP": ("philippine peso", "philippine peso"),
    "VND": ("vietnamese dong", "vietnamese dong"),
    "BRL": ("brazilian real", "brazilian real|reais|real"),
    "MXN": ("mexican peso", "peso|mexican peso"),
    "ARS": ("argentine peso", "argentine peso|argentinian peso"),
    "CLP": ("chilean peso", "chilean peso"),
    "COP": ("colombian peso", "colombian peso"),
    "ZAR": ("south african rand", "rand|south african rand"),
    "NGN": ("nigerian naira", "naira|nigerian naira"),
    "EGP": ("egyptian pound", "egyptian pound"),
    "KES": ("kenyan shilling", "kenyan shilling|shilling"),
    "SAR": ("saudi riyal", "riyal|saudi riyal"),
    "QAR": ("qatari riyal", "qatari riyal"),
    "AED": ("emirati dirham", "dirham|emirati dirham"),
    "IRR": ("iranian rial", "rial|iranian rial"),
    "DEM": ("german mark", "deutschmark|deutsche mark|german mark|d-mark"),
    "FRF": ("french franc", "french franc|franc"),
    "ITL": ("italian lira", "italian lira|lire"),
    "FIM": ("finnish markka", "finnish markka|markka"),
}
"""ISO 4217 code: its English name, and the words for it in the singular."""

SIGNS: dict[str, str] = {
    "$": "USD", "us$": "USD", "$us": "USD", "u.s.$": "USD", "a$": "AUD", "au$": "AUD", "aud$": "AUD", "$a": "AUD",
    "$au": "AUD", "c$": "CAD", "ca$": "CAD", "cdn$": "CAD", "can$": "CAD", "$c": "CAD", "nz$": "NZD", "$nz": "NZD",
    "hk$": "HKD", "$hk": "HKD", "s$": "SGD", "sg$": "SGD", "$s": "SGD", "nt$": "TWD", "r$": "BRL", "€": "EUR", "£": "GBP",
    "gb£": "GBP", "gb #": "GBP", "¥": "JPY", "y=": "JPY", "₹": "INR", "rs": "INR", "rs.": "INR", "₽": "RUB", "₩": "KRW",
    "₪": "ILS", "₴": "UAH", "₺": "TRY", "₦": "NGN", "฿": "THB", "rm": "MYR", "sfr": "CHF", "dm": "DEM",
}  # fmt: skip
MINOR: dict[str, tuple[str, float, str]] = {
    "cent": ("USD", 0.01, "cent|ct"),
    "euro cent": ("EUR", 0.01, "euro cent|eurocent"),
    "penny": ("GBP", 0.01, "penny|pence"),
    "dime": ("USD", 0.1, "dime"),
}
"""Small coins, stated as they are ("26 cents") and worth a share of a currency."""

PREFIXES: tuple[tuple[str, str, float], ...] = (
    ("femto", "f", 1e-15), ("pico", "p", 1e-12), ("nano", "n", 1e-9), ("micro", "µ", 1e-6), ("milli", "m", 1e-3),
    ("centi", "c", 1e-2), ("deci", "d", 1e-1), ("hecto", "h", 1e2), ("kilo", "k", 1e3), ("mega", "M", 1e6),
    ("giga", "G", 1e9), ("tera", "T", 1e12), ("peta", "P", 1e15), ("exa", "E", 1e18),
)  # fmt: skip


class Unit(NamedTuple):
    """A physical unit: `value * factor + offset` is the value in `base`. Words are singular, symbols as written."""

    name: str
    base: str
    factor: float
    words: str = ""
    symbols: str = ""
    prefixes: str = ""
    offset: float = 0.0


UNITS: tuple[Unit, ...] = (
    # share; a percentage point converts to percent, so that a query in % finds it
    Unit("percent", "percent", 1, "percent|per cent|percentage|pct|pc|per-cent|percents", "%"),
    Unit("percentage point", "percent", 1, "percentage point|percent point|per cent point", "pp"),
    Unit("basis point", "percent", 0.01, "basis point", "bps"),
    Unit("per mille", "percent", 0.1, "per mille", "‰"),
    Unit("part per million", "percent", 1e-4, "part per million|parts per million", "ppm"),
    Unit("part per billion", "percent", 1e-7, "part per billion|parts per billion|parts-per-billion", "ppb"),
    # length
    Unit("metre", "metre", 1, "metre|meter", "m", "f p n µ m c d k"),
    Unit("mile", "metre", 1609.344, "mile", "mi"),
    Unit("nautical mile", "metre", 1852, "nautical mile", "nmi|NM"),
    Unit("yard", "metre", 0.9144, "yard|yd", "yd|yds"),
    Unit("foot", "metre", 0.3048, "foot|feet", "ft|′"),
    Unit("inch", "metre", 0.0254, "inch|inches", "in|″"),
    Unit("light year", "metre", 9.4607304725808e15, "light year|light-year|lightyear", "ly"),
    Unit("astronomical unit", "metre", 1.495978707e11, "astronomical unit", "AU|au"),
    Unit("parsec", "metre", 3.0856775814913673e16, "parsec", "pc", "k M"),
    # mass
    Unit("gram", "kilogram", 1e-3, "gram|gramme", "g", "p n µ m k"),
    Unit("kilogram", "kilogram", 1, "kilo|kilogramme", "kg|kgs"),
    Unit("tonne", "kilogram", 1000, "tonne|metric ton|metric tonne", "t|te", "k M G"),
    Unit("ton", "kilogram", 907.18474, "ton|short ton", "tn", "k M G"),
    Unit("pound", "kilogram", 0.45359237, "pound", "lb|lbs"),
    Unit("ounce", "kilogram", 0.028349523125, "ounce", "oz"),
    Unit("stone", "kilogram", 6.35029318, "stone"),
    Unit("carat", "kilogram", 2e-4, "carat", "ct"),
    # area
    Unit("square metre", "square metre", 1, "square metre|square meter|sq metre|sq meter|sq m|sqm|metre squared", "m²|m2|m^2|sqm"),
    Unit("square kilometre", "square metre", 1e6, "square kilometre|square kilometer|sq km|km squared|sq. km", "km²|km2|km^2|sqkm"),
    Unit("square centimetre", "square metre", 1e-4, "square centimetre|square centimeter|sq cm", "cm²|cm2|cm^2"),
    Unit("square millimetre", "square metre", 1e-6, "square millimetre|square millimeter|sq mm", "mm²|mm2|mm^2"),
    Unit("square mile", "square metre", 2589988.110336, "square mile|sq mile|sq mi", "mi²|sqmi"),
    Unit("square foot", "square metre", 0.09290304, "square foot|square feet|sq ft|sq. ft|sq foot|sq feet|sq. feet", "ft²|ft2|sqft"),
    Unit("square yard", "square metre", 0.83612736, "square yard|sq yd", ""),
    Unit("square inch", "square metre", 0.00064516, "square inch|sq inch|sq in", "in²"),
    Unit("hectare", "square metre", 1e4, "hectare", "ha"),
    Unit("acre", "square metre", 4046.8564224, "acre", ""),
    # volume
    Unit("litre", "litre", 1, "litre|liter", "l|L", "µ m c d"),
    Unit("cubic metre", "litre", 1000, "cubic metre|cubic meter|cu m", "m³|m3|m^3"),
    Unit("cubic centimetre", "litre", 1e-3, "cubic centimetre|cubic centimeter", "cm³|cm3|cm^3|cc"),
    Unit("cubic kilometre", "litre", 1e12, "cubic kilometre|cubic kilometer|km cubed", "km³|km3|km^3"),
    Unit("cubic foot", "litre", 28.316846592, "cubic foot|cubic feet|cu ft", "ft³|ft3"),
    Unit("cubic yard", "litre", 764.554857984, "cubic yard", ""),
    Unit("cubic inch", "litre", 0.016387064, "cubic inch", ""),
    Unit("gallon", "litre", 3.785411784, "gallon|us gallon", "gal"),
    Unit("quart", "litre", 0.946352946, "quart", "qt"),
    Unit("pint", "litre", 0.473176473, "pint", "pt"),
    Unit("fluid ounce", "litre", 0.0295735295625, "fluid ounce", "floz"),
    Unit("barrel", "litre", 158.987294928, "barrel", "bbl"),
    Unit("bushel", "litre", 35.23907016688, "bushel", ""),
    Unit("tablespoon", "litre", 0.01478676478125, "tablespoon|tbsp", ""),
    Unit("teaspoon", "litre", 0.00492892159375, "teaspoon|tsp", ""),
    Unit("acre-foot", "litre", 1233481.83754752, "acre-foot|acre-feet|acre foot|acre feet", ""),
    # time; a month and a year by the Gregorian mean
    Unit("second", "second", 1, "second|sec", "s", "n µ m"),
    Unit("minute", "second", 60, "minute|min", ""),
    Unit("hour", "second", 3600, "hour|hr", "h"),
    Unit("day", "second", 86400, "day", ""),
    Unit("night", "second", 86400, "night", ""),
    Unit("week", "second", 604800, "week|wk", ""),
    Unit("fortnight", "second", 1209600, "fortnight", ""),
    Unit("month", "second", 2629746, "month|mo", ""),
    Unit("year", "second", 31556952, "year|yr", "yo"),
    Unit("decade", "second", 315569520, "decade", ""),
    Unit("century", "second", 3155695200, "century", ""),
    Unit("millennium", "second", 31556952000, "millennium|millennia", ""),
    Unit("megayear", "second", 31556952e6, "megayear", "Ma|Myr"),
    Unit("gigayear", "second", 31556952e9, "gigayear|gigaannum", "Ga|Gyr"),
    # speed not written as length per time
    Unit("knot", "metre per second", 1852 / 3600, "knot", "kn|kt|kts"),
    Unit("mile per hour", "metre per second", 0.44704, "", "mph|MPH"),
    Unit("kilometre per hour", "metre per second", 1 / 3.6, "", "kph|kmh|kmph|KPH"),
    Unit("mile per gallon", "metre per litre", 1609.344 / 3.785411784, "", "mpg|MPG"),
    # temperature (affine)
    Unit("celsius", "kelvin", 1, "celsius|celcius|degree celsius|degree celcius|degree centigrade|centigrade|degree c|deg c", "°C|ºC|degC|C", offset=273.15),
    Unit("fahrenheit", "kelvin", 5 / 9, "fahrenheit|farenheit|degree fahrenheit|degree farenheit|degree f|deg f", "°F|ºF|degF|F", offset=459.67 * 5 / 9),
    Unit("kelvin", "kelvin", 1, "kelvin|degree kelvin", "K"),
    Unit("degree", "degree", 1, "degree|deg", "°|º"),
    Unit("radian", "degree", 57.29577951308232, "radian", "rad"),
    # energy and power
    Unit("joule", "joule", 1, "joule", "J", "m k M G T P E"),
    Unit("watt hour", "joule", 3600, "watt hour|watt-hour|watthour", "Wh", "m k M G T"),
    Unit("calorie", "joule", 4.184, "calorie", "cal|kcal"),
    Unit("british thermal unit", "joule", 1055.05585262, "british thermal unit|btu", ""),
    Unit("electronvolt", "joule", 1.602176634e-19, "electronvolt|electron volt", "eV", "m k M G T"),
    Unit("watt", "watt", 1, "watt", "W", "n µ m k M G T"),
    Unit("horsepower", "watt", 745.6998715822702, "horsepower|horse-power", "hp|HP"),
    Unit("brake horsepower", "watt", 745.6998715822702, "brake horsepower", "bhp|BHP"),
    # data
    Unit("bit", "byte", 0.125, "bit", "", "k M G T"),
    Unit("byte", "byte", 1, "byte", "", "k M G T P E"),
    Unit("kilobyte", "byte", 1e3, "", "kB|KB|kb"),
    Unit("megabyte", "byte", 1e6, "", "MB|mb"),
    Unit("gigabyte", "byte", 1e9, "", "GB|gb"),
    Unit("terabyte", "byte", 1e12, "", "TB|tb"),
    Unit("petabyte", "byte", 1e15, "", "PB"),
    Unit("kilobit per second", "byte per second", 125, "", "kbps|Kbps"),
    Unit("megabit per second", "byte per second", 125e3, "", "Mbps|mbps"),
    Unit("gigabit per second", "byte per second", 125e6, "", "Gbps|gbps"),
    # the rest of what news measures
    Unit("hertz", "hertz", 1, "hertz", "Hz|HZ|hz", "k M G T"),
    Unit("gigahertz", "hertz", 1e9, "", "Ghz|ghz"),
    Unit("megahertz", "hertz", 1e6, "", "Mhz|mhz"),
    Unit("volt", "volt", 1, "volt", "V", "µ m k M"),
    Unit("ampere", "ampere", 1, "ampere|amp", "A", "µ m k"),
    Unit("ampere hour", "ampere hour", 1, "ampere hour|ampere-hour|amp hour", "Ah", "m"),
    Unit("ohm", "ohm", 1, "ohm", "Ω", "k M"),
    Unit("pascal", "pascal", 1, "pascal", "Pa", "h k M G"),
    Unit("millibar", "pascal", 100, "", "mbar|hPa"),
    Unit("pound per square inch", "pascal", 6894.757293168, "", "psi|PSI"),
    Unit("kilopound per square inch", "pascal", 6894757.293168, "", "ksi"),
    Unit("newton", "newton", 1, "newton", "N", "k M"),
    Unit("newton metre", "newton metre", 1, "newton metre|newton meter|newton-metre", "Nm"),
    Unit("foot pound-force", "newton metre", 1.3558179483314004, "foot-pound|pound-foot|pound-feet|foot pound", "lb-ft|ft-lb"),
    Unit("decibel", "decibel", 1, "decibel", "dB|db"),
    Unit("mole", "mole", 1, "", "mol|mmol"),
    Unit("sievert", "sievert", 1, "sievert", "Sv", "µ m"),
    Unit("revolution per minute", "revolution per minute", 1, "", "rpm"),
    Unit("pixel", "pixel", 1, "pixel", "px", "M"),
    Unit("point per game", "point per game", 1, "point per game", "ppg"),
    Unit("rebound per game", "rebound per game", 1, "rebound per game", "rpg"),
    Unit("assist per game", "assist per game", 1, "assist per game", "apg"),
)  # fmt: skip

RATE_ONLY = frozenset({"percent", "kelvin", "second"})
"""Dimensions that take no "per": "40 hours a week" stays 40 hours."""
NEVER_SPACED = frozenset({"in", "s", "a", "A", "pc", "pt", "ct", "N", "M", "tn", "yo", "NM"})
"""Symbols that are words or initials when a space stands before them."""


# ---- the tables made ready ------------------------------------------------------------------------------------------


def _plurals(word: str) -> tuple[str, ...]:
    if word.startswith("degree "):
        return word, "degrees" + word[6:]
    if word.endswith(("s", "feet", "inches")) or word == "pc":
        return (word,)
    if word.endswith("y") and word[-2] not in "aeou":
        return word, word[:-1] + "ies"
    head, _, tail = word.partition(" per ")
    return word, (f"{head}s per {tail}" if tail else word + "s")


def _prefixed(unit: Unit) -> list[tuple[str, float, list[str], list[str]]]:
    """The unit and its multiples: name, factor, words, symbols."""
    words = unit.words.split("|") if unit.words else []
    symbols = [symbol for symbol in unit.symbols.split("|") if symbol]
    made = [(unit.name, unit.factor, words, symbols)]
    for prefix, letter, scale in PREFIXES:
        if letter in unit.prefixes.split():
            letters = ("µ", "μ") if letter == "µ" else (letter,)
            made.append(
                (
                    prefix + unit.name,
                    unit.factor * scale,
                    [prefix + word for word in words],
                    [one + symbol for one in letters for symbol in symbols],
                )
            )
    return made


BASES: dict[str, tuple[str, float, float]] = {}
WORDS: dict[str, str] = {}
SYMBOLS: dict[str, str] = {}
for _unit in UNITS:
    for _name, _factor, _words, _symbols in _prefixed(_unit):
        BASES.setdefault(_name, (_unit.base, _factor, _unit.offset))
        for _word in [_name, *_words]:
            for _form in _plurals(_word):
                WORDS.setdefault(_form, _name)
        for _symbol in _symbols:
            SYMBOLS.setdefault(_symbol, _name)
for _code, (_name, _words_of) in CURRENCIES.items():
    BASES[_code] = (_code, 1.0, 0.0)
    for _word in [_name, *_words_of.split("|")]:
        for _form in (*_plurals(_word), _word):
            WORDS.setdefault(_form, _code)
for _name, (_code, _factor, _words_of) in MINOR.items():
    BASES[_name] = (_code, _factor, 0.0)
    for _word in _words_of.split("|"):
        for _form in _plurals(_word):
            WORDS.setdefault(_form, _name)
LONGEST = max(len(form.split()) for form in WORDS)
CODES = "|".join(sorted(CURRENCIES))


# ---- one number -----------------------------------------------------------------------------------------------------


class Figure(NamedTuple):
    """One number in a text, `text[start:end]`.

    `magnitude` is the explicit one ("million" 1e6, else 1), `digits` the digits as written ("" for a number in words),
    `letter` a magnitude letter that may be a unit ("m"), `fraction` tells a mere part ("a third", "2/3").
    """

    start: int
    end: int
    value: float
    magnitude: float
    digits: str
    letter: str = ""
    fraction: bool = False


SPACE = "[ \u00a0\u2009\u202f]"
_ONE = "|".join(ONES)
_SUB = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{_ONE})(?![a-z]))?|{'|'.join(TEENS)}|{_ONE})"
_SCALE = "thousand|million|billion|trillion|lakh|crore|mln|bln"
_GROUP = rf"(?:(?:{_SUB}|an?)[ -]hundred(?:(?: and |[ -]){_SUB}(?![a-z]))?|{_SUB})"
_PART = "half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_BIG = rf"[ -](?:{_SCALE})(?![a-z])"
IN_WORDS = re.compile(
    rf"(?P<amount>{_GROUP}|an?(?=[ -](?:{_SCALE}|dozen)))(?![a-z])"
    rf"(?P<mixed> and (?:an?|one|two|three)[ -](?:{_PART})s?(?![a-z]))?"
    rf"(?P<rest>(?:{_BIG}(?:(?: and |[ -]){_GROUP}(?={_BIG}))?){{0,3}}(?:(?<=[dn])(?: and | ){_GROUP}(?![a-z-]))?)"
    rf"(?P<dozen>[ -]dozen(?![a-z]))?"
)
HALF_OF = re.compile(
    rf"(?P<part>half|an? quarter|quarter|three[ -]quarters|an? third|two[ -]thirds)(?: of)?(?: an?|-an?)?[ -]"
    rf"(?P<scale>{_SCALE}|dozen|hundred)(?![a-z])"
)
PART_OF = re.compile(
    rf"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|\d{{1,2}})[ -]"
    rf"(?P<part>{_PART})(?P<plural>s|)(?![a-z])|(?P<half>half|one[ -]half)(?![a-z-])"
)
IN_DIGITS = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3}){1,7}(?!,?\d)(?:\.\d{1,9})?"
    r"|[1-9]\d{0,2}(?:[\u00a0\u2009\u202f]\d{3}){1,6}(?![\d\u00a0\u2009\u202f]\d)(?:\.\d{1,9})?"
    r"|[1-9]\d{0,2}(?: \d{3}){1,6}(?! ?\d)(?![a-z])(?:\.\d{1,9})?"
    r"|\d{1,21}(?:\.\d{1,15})?(?!\d)|\.\d{1,12}(?!\d))"
    r"(?P<power>[eE][+-]?\d{1,2}(?!\d)|\s?[×x]\s?10\^?[−-]?\d{1,2}(?!\d))?"
    r"(?P<over>[⁄/]\d{1,4}(?![\d/]))?"
    r"(?P<mixed>[ -]?[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]| \d{1,2}/\d{1,2}(?![\d/]))?"
)
SCALE_AFTER = re.compile(rf"{SPACE}?-?(hundred|{_SCALE}|dozen|mn|mil|bn|bil|trn|tln|tn)(?![a-z])")
MIXED_SCALE = re.compile(rf" and an? (half|quarter|third) ({_SCALE})(?![a-z])")
LETTER_AFTER = re.compile(
    rf"(?:(MM|[kKmMbBtT])|{SPACE}([MB]))(?![\w²³^/]|-(?!a-|[$£€¥]|\d[\d.]{{0,6}}(?:k|K|m|M|b|bn) [a-z])|{SPACE}?/)"
)
COMMON_PARTS = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 64, 100, 128, 1000})


def fold(text: str) -> str:
    """Return `text` in lower case with every character at its place (a few capitals would lower to two characters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _words_value(words: str) -> float:
    total = current = 0.0
    for word in words.replace("-", " ").split():
        if word in ("a", "an"):
            current = 1
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in MAGNITUDES:
            total += (current or 1) * MAGNITUDES[word]
            current = 0
        else:
            current += ONES.get(word) or TEENS.get(word) or TENS.get(word) or 0
    return total + current


def _part_value(words: str) -> float:
    """The value of "a half", "three quarters"."""
    count, _, part = words.replace("-", " ").strip().rpartition(" ")
    return (ONES.get(count.split()[-1], 1) if count else 1) * PARTS[part if part in PARTS else part[:-1]]


def _figure_in_words(low: str, at: int) -> Figure | None:
    if half := HALF_OF.match(low, at):
        scale = MAGNITUDES[half["scale"]]
        return Figure(at, half.end(), _part_value(half["part"]) * scale, scale, "")
    match = IN_WORDS.match(low, at)
    part = PART_OF.match(low, at)
    if part and (match is None or part.end() > match.end()):
        value = 0.5 if part["half"] else _part_value(part.group())
        count = 1 if part["half"] else ONES.get(part["count"]) or (part["count"].isdigit() and int(part["count"])) or 1
        if part["half"] or (count > 1) == bool(part["plural"]):
            return Figure(at, part.end(), value, 1, "", fraction=True)
    if match is None:
        return None
    value = _words_value(match["amount"])
    if match["mixed"]:
        value += _part_value(match["mixed"][5:])
    scales = [word for word in match["rest"].replace("-", " ").split() if word in MAGNITUDES and word != "hundred"]
    if match["mixed"] and scales:
        value *= MAGNITUDES[scales[0]]
    elif not match["mixed"]:
        value = _words_value(match["amount"] + match["rest"])
    if match["dozen"]:
        value *= 12
    magnitude = (
        12 if match["dozen"] else MAGNITUDES[scales[-1]] if scales else 100 if "hundred" in match["amount"] else 1
    )
    return Figure(at, match.end(), value, magnitude, "")


def _times(value: float, magnitude: float) -> float:
    """The product to 15 digits: 16.1 million is 16,100,000 and not 16,100,000.000000002."""
    return float(f"{value * magnitude:.15g}")


def _digits_value(match: re.Match[str]) -> tuple[float, bool]:
    """The value of a match of IN_DIGITS, and whether it is a mere fraction."""
    value = float(re.sub(r"[,\s]", "", match["number"]))
    if match["power"]:
        exponent = re.sub(r"^(?:[eE]|\s?[×x]\s?10\^?)", "", match["power"]).replace("−", "-")
        value *= 10.0 ** int(exponent)
    if match["mixed"]:
        tail = match["mixed"].strip(" -")
        if tail in VULGAR:
            return value + VULGAR[tail], False
        top, bottom = tail.split("/")
        return (value + int(top) / int(bottom), False) if int(bottom) else (value, False)
    if match["over"] and int(match["over"][1:]):
        return value / int(match["over"][1:]), True
    return value, False


def _figure_in_digits(text: str, low: str, at: int) -> Figure | None:
    if text[at] in VULGAR:
        return Figure(at, at + 1, VULGAR[text[at]], 1, text[at], fraction=True)
    match = IN_DIGITS.match(text, at)
    if match is None:
        return None
    value, fraction = _digits_value(match)
    end, digits = match.end(), match["number"]
    if not isfinite(value):
        return None
    if scale := SCALE_AFTER.match(low, end):
        magnitude = MAGNITUDES[scale[1]]
        value, end = _times(value, magnitude), scale.end()
        if small := re.compile(r" and an? (half|quarter|third)(?![a-z])").match(low, end):
            return Figure(at, small.end(), value + PARTS[small[1]] * magnitude, magnitude, digits)
        return Figure(at, end, value, magnitude, digits)
    if mixed := MIXED_SCALE.match(low, end):
        magnitude = MAGNITUDES[mixed[2]]
        return Figure(at, mixed.end(), (value + PARTS[mixed[1]]) * magnitude, magnitude, digits)
    if letter := LETTER_AFTER.match(text, end):
        return Figure(at, end, value, 1, digits, letter[1] or letter[2], fraction)
    return Figure(at, end, value, 1, digits, fraction=fraction)


def figure_at(text: str, low: str, at: int) -> Figure | None:
    """Return the number that starts at `at`, or None. `low` is `fold(text)`.

    A magnitude letter ("10k", "35m") is reported in `letter`, not applied: only the reader knows whether "35m" are
    metres; `with_letter` applies it.
    """
    if at >= len(text):
        return None
    if (text[at].isdecimal() and text[at].isascii()) or text[at] in VULGAR or text[at] == ".":
        return _figure_in_digits(text, low, at)
    return _figure_in_words(low, at)


def with_letter(figure: Figure, text: str) -> Figure:
    """Return `figure` with its magnitude letter applied: 10k is 10,000."""
    magnitude = LETTERS[figure.letter]
    end = text.index(figure.letter, figure.end) + len(figure.letter)
    return figure._replace(value=_times(figure.value, magnitude), magnitude=magnitude, end=end, letter="")


# ---- one unit -------------------------------------------------------------------------------------------------------

WORD_RUN = re.compile(rf"(?:{SPACE}|-)?(?P<run>[a-z][a-z.]*(?:[ -][a-z][a-z.]*){{0,3}})")
SYMBOL = re.compile(
    r"(?P<gap>[ -]?)(?P<symbol>[^\W\d_]{1,5}(?:-ft|-lb)?(?:[²³]|\^?[23](?!\d))?|[°º](?: ?[CFK](?![a-z]))?|[%‰€£$¥′″])"
)
PER = re.compile(r"(?P<per> per |/|-per-)|(?P<every> an? )")
SIGN_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?:(?:(?:US|U\.S\.|AUD?|CA?|CDN|CAN|NZ|HK|SG?|NT|us)\s?|A|R)\$|\$\s?(?:US|AU?|C|NZ|HK|S)|Rs\.?|RM|DM|Y=|GB #|SFr|{CODES}))\s?$"
    r"|[$£€¥₹₽₩₪₴₺₦฿]\s?$"
)
SIGN_AFTER = re.compile(rf"{SPACE}?(?:(?P<sign>[€£$¥₹₽₩₪])|(?P<code>{CODES})(?![A-Za-z])|(?P<us>US(?![A-Za-z.])))")


def currency_before(text: str, at: int) -> tuple[int, str] | None:
    """Return where a currency sign or code ending at `at` starts, and its ISO code: "US$" | "€" | "AUD"."""
    if at == 0 or (text[at - 1].islower() and text[at - 1] != "s"):
        return None
    match = SIGN_BEFORE.search(text, max(0, at - 7), at)
    if match is None:
        return None
    sign = match.group().strip()
    return match.start(), sign if sign in CURRENCIES else SIGNS[
        sign.lower() if "#" in sign else re.sub(r"\s", "", sign.lower())
    ]


def _word_unit(low: str, at: int) -> tuple[int, str] | None:
    match = WORD_RUN.match(low, at)
    if match is None:
        return None
    run, start = match["run"], match.start("run")
    while run:
        for form in (run, run.rstrip("."), run.replace("-", " ")):
            if form in WORDS:
                return start + len(run if form != run.rstrip(".") else form), WORDS[form]
        cut = max(run.rfind(" "), run.rfind("-"))
        run = run[:cut] if cut > 0 else ""
    return None


def _symbol_unit(text: str, at: int) -> tuple[int, str] | None:
    match = SYMBOL.match(text, at)
    if match is None:
        return None
    symbol, end = match["symbol"], match.end()
    following = text[end : end + 1]
    if following.isalnum() or symbol.replace(" ", "") not in SYMBOLS:
        return None
    if match["gap"] and symbol in NEVER_SPACED:
        return None
    return end, SYMBOLS[symbol.replace(" ", "")]


def _simple_unit(text: str, low: str, at: int) -> tuple[int, str] | None:
    return _word_unit(low, at) or _symbol_unit(text, at)


def _joined(unit: str, below: str) -> str | None:
    """The name of `unit` per `below`, where the two make one unit."""
    base = BASES[unit][0]
    if base in RATE_ONLY or base in CURRENCIES or BASES[below][0] in (base, "percent") or below in CURRENCIES:
        return None
    return f"{unit} per {below}"


def unit_at(text: str, low: str, at: int) -> tuple[int, str] | None:
    """Return the end and the canonical name of the unit that starts at `at` (after a space, a hyphen or nothing).

    "miles per hour", "km/h" and "barrels a day" are read whole; "hours a week" and "$52 a barrel" stop before the rate.
    """
    first = _simple_unit(text, low, at)
    if first is None:
        return None
    end, unit = first
    if per := PER.match(low, end):
        below = _simple_unit(text, low, per.end())
        if below and per["every"] and BASES[below[1]][0] != "second":
            return first
        if below and (joined := _joined(unit, below[1])):
            return below[0], joined
    return first


def canonical_unit(text: str) -> str | None:
    """Return the one name of a unit however it is written, None for what is no unit.

    "km", "kilometers" -> "kilometre"; "%", "per cent" -> "percent"; "$", "dollars", "US$" -> "USD".
    """
    written = text.strip()
    if written in BASES:
        return written
    if written.upper() in CURRENCIES:
        return written.upper()
    sign = re.sub(r"\s", "", written.lower())
    if sign in SIGNS:
        return SIGNS[sign]
    found = unit_at(written, fold(written), 0)
    return found[1] if found and found[0] == len(written) else None


def unit_name(unit: str) -> str:
    """Return a unit's name in words: "USD" is "dollar", others are their own names."""
    return CURRENCIES[unit][0] if unit in CURRENCIES else unit


def to_base(value: float, unit: str) -> tuple[float, str]:
    """Return `value` of the canonical `unit` in its base unit, and that unit; an unknown unit is its own base.

    5 kilometre -> 5000 metre; 20 celsius -> 293.15 kelvin; 90 kilometre per hour -> 25 metre per second; 26 cent ->
    0.26 USD. Factors are exact by definition where there is one (NIST Special Publication 811, appendix B).
    """
    if unit in BASES:
        base, factor, offset = BASES[unit]
        return value * factor + offset, base
    above, _, below = unit.partition(" per ")
    if above in BASES and below in BASES:
        base, factor, _ = BASES[above]
        base_below, factor_below, _ = BASES[below]
        return value * factor / factor_below, f"{base} per {base_below}"
    return value, unit


def from_base(value: float, unit: str) -> float:
    """Return the value in `unit` of `value` in its base unit: the inverse of `to_base`."""
    zero, _ = to_base(0.0, unit)
    one, _ = to_base(1.0, unit)
    return (value - zero) / (one - zero)


# ---- what is stated, what is allowed --------------------------------------------------------------------------------


def allowed(low: float, high: float, modifier: str) -> tuple[float, float, bool, bool]:
    """Return what a stated quantity allows: (low, high, low is open, high is open).

    at_most (-inf, x], at_least [x, inf), more_than and less_than open, about x +- 5 %; all others what is stated.
    """
    if modifier == "at_most":
        return -inf, high, True, False
    if modifier == "at_least":
        return low, inf, False, True
    if modifier == "more_than":
        return low, inf, True, True
    if modifier == "less_than":
        return -inf, high, True, True
    if modifier == "about":
        return low - 0.05 * abs(low), high + 0.05 * abs(high), False, False
    return low, high, False, False


# ---- a whole expression ---------------------------------------------------------------------------------------------


def sterling(unit: str, figure: Figure) -> str:
    """Return `unit`, or GBP where "pounds" of this figure must be money: nobody weighs in million pounds."""
    return "GBP" if unit == "pound" and figure.magnitude >= 1e6 else unit


@dataclass(frozen=True)
class Amount:
    """A quantity as asked: from `low` to `high` in `unit` ("" for a count) of `noun`; None is an open end."""

    low: float | None
    high: float | None
    modifier: str = "exact"
    unit: str = ""
    noun: str = ""


LIMIT = 200
"""Longest expression read, in characters."""
BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\band\b)\s*")
NOUN = re.compile(r"[^\W\d_][\w’'&-]*(?:\s+[^\W\d_][\w’'&-]*)*")


class _Read(NamedTuple):
    figure: Figure
    unit: str
    end: int


def _sign_and_currency(text: str, at: int) -> tuple[int, int, str]:
    """Read "-", "minus" and a currency before a number: (where the number starts, +1 or -1, currency)."""
    sign, currency = 1, ""
    for _ in range(3):
        if minus := re.compile(r"\s*(?:[-−]|(?:minus|negative)[ -])\s?", re.IGNORECASE).match(text, at):
            sign, at = -sign, minus.end()
        elif not currency and (money := CURRENCY_FIRST.match(text, at)):
            code = currency_before(text, money.end())
            if code is None:
                break
            currency, at = code[1], money.end()
    return at, sign, currency


CURRENCY_FIRST = re.compile(
    rf"\s*(?:(?:[A-Za-z]{{1,3}}\s?)?[$£€¥₹₽₩₪₴₺₦฿](?:(?:US|AU?|C|NZ|HK|S)(?![a-z]))?|(?:Rs\.?|RM|{CODES})(?=[\s\d]))\s*"
)


def _read_one(text: str, low: str, at: int) -> _Read | None:
    """Read one number with its currency or unit at `at`."""
    at, sign, currency = _sign_and_currency(text, at)
    figure = figure_at(text, low, at)
    if figure is None:
        return None
    unit = None if currency else unit_at(text, low, figure.end)
    if figure.letter and (unit is None or figure.letter != "t"):
        figure, unit = with_letter(figure, text), None
        unit = None if currency else unit_at(text, low, figure.end)
    figure = figure._replace(value=sign * figure.value)
    if currency:
        return _Read(figure, currency, figure.end)
    if after := SIGN_AFTER.match(text, figure.end):
        code = after["code"] or SIGNS.get(after["sign"] or "us$", "USD")
        return _Read(figure, code, after.end())
    return _Read(figure, sterling(unit[1], figure), unit[0]) if unit else _Read(figure, "", figure.end)


def _modifier_first(low: str) -> tuple[int, str]:
    """The modifier that a text opens with: (where the rest starts, modifier)."""
    words = re.compile(r"\s*(?P<sign>[~≈∼<>≤≥]=?)\s*|\s*(?P<words>[a-z]+(?: [a-z]+){0,4})").match(low)
    if words is None:
        return 0, "exact"
    if words["sign"]:
        return words.end(), MODIFIERS.get(words["sign"], "exact")
    run = words["words"].split(" ")
    for size in range(len(run), 0, -1):
        if (phrase := " ".join(run[:size])) in MODIFIERS:
            return words.start("words") + len(phrase), MODIFIERS[phrase]
    return 0, "exact"


def _refuse(text: str, why: str) -> ValueError:
    shown = text if len(text) <= 40 else text[:37] + "..."
    return ValueError(f"{shown!r} is no quantity: {why}.")


def _range_after(text: str, low: str, first: _Read) -> tuple[float, float, str, int]:
    """Read "to 12,000" after a first number: (low, high, unit, end)."""
    value = first.figure.value
    between = BETWEEN.match(low, first.end)
    second = _read_one(text, low, between.end()) if between else None
    if second is None:
        return value, value, first.unit, first.end
    if first.unit and second.unit and first.unit != second.unit:
        raise _refuse(text, "its two ends are in different units")
    if (
        first.figure.magnitude == 1
        and second.figure.magnitude > 1
        and value < second.figure.value / second.figure.magnitude
    ):
        value *= second.figure.magnitude
    if value > second.figure.value:
        raise _refuse(text, "its first end is above its second")
    return value, second.figure.value, first.unit or second.unit, second.end


def read_amount(text: str) -> Amount:
    """Read one whole quantity: `10,000` | `10k` | `$1.5bn` | `90%` | `half a million` | `10000 soldiers` | `5 km`.

    A modifier may stand before it ("at least 500"), a range is read ("8,000 to 12,000"), what follows is the noun.

    Raises:
        ValueError: with one sentence that says why the text is no quantity.

    """
    if len(text) > LIMIT:
        raise _refuse(text, f"it is longer than {LIMIT} characters")
    spaced = re.sub(r"[\t\n\r\u00a0\u2009\u202f ]+", " ", text).strip()
    low = fold(spaced)
    start, modifier = _modifier_first(low)
    while spaced[start : start + 1] == " ":
        start += 1
    first = _read_one(spaced, low, start)
    if first is None:
        raise _refuse(text, "it has no number at its start" if spaced else "it is empty")
    lowest, highest, unit, end = _range_after(spaced, low, first)
    rest = spaced[end:].strip()
    rest = re.sub(r"^(?:-|of\b|of the\b)\s*", "", rest)
    if rest and NOUN.fullmatch(rest) is None:
        raise _refuse(text, f"{rest[:20]!r} cannot follow a number")
    if end < len(spaced) and spaced[end].isalnum():
        raise _refuse(text, f"{rest[:20]!r} is no unit or magnitude")
    if not (isfinite(lowest) and isfinite(highest)):
        raise _refuse(text, "it is too large")
    return Amount(lowest, highest, modifier, unit, rest)
