"""Units and currencies as tables without a language, and conversion between them.

Each unit has one canonical name ("kilometre", "mile per hour"), each currency its ISO 4217 code. The symbols here
("km", "$") are international; the words for a unit stand in one module a language (`english/unit_words.py`).
A new unit is one line in each.

    to_base     a value in its base unit, so that 5 km and 5,000 metres agree
    from_base   the inverse
    unit_name   the name of a unit to show: "USD" is "dollar"
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

# ---- currencies -----------------------------------------------------------------------------------------------------

CURRENCIES: dict[str, str] = {
    "USD": "dollar",
    "EUR": "euro",
    "GBP": "pound sterling",
    "JPY": "japanese yen",
    "CNY": "chinese yuan",
    "AUD": "australian dollar",
    "CAD": "canadian dollar",
    "NZD": "new zealand dollar",
    "HKD": "hong kong dollar",
    "SGD": "singapore dollar",
    "TWD": "taiwan dollar",
    "CHF": "swiss franc",
    "SEK": "swedish krona",
    "NOK": "norwegian krone",
    "DKK": "danish krone",
    "CZK": "czech koruna",
    "PLN": "polish zloty",
    "HUF": "hungarian forint",
    "RUB": "russian rouble",
    "UAH": "ukrainian hryvnia",
    "TRY": "turkish lira",
    "ILS": "israeli shekel",
    "INR": "indian rupee",
    "PKR": "pakistani rupee",
    "KRW": "south korean won",
    "KPW": "north korean won",
    "THB": "thai baht",
    "MYR": "malaysian ringgit",
    "IDR": "indonesian rupiah",
    "PHP": "philippine peso",
    "VND": "vietnamese dong",
    "BRL": "brazilian real",
    "MXN": "mexican peso",
    "ARS": "argentine peso",
    "CLP": "chilean peso",
    "COP": "colombian peso",
    "ZAR": "south african rand",
    "NGN": "nigerian naira",
    "EGP": "egyptian pound",
    "KES": "kenyan shilling",
    "SAR": "saudi riyal",
    "QAR": "qatari riyal",
    "AED": "emirati dirham",
    "IRR": "iranian rial",
    "DEM": "german mark",
    "FRF": "french franc",
    "ITL": "italian lira",
    "FIM": "finnish markka",
    "DOP": "dominican peso",
    "CUP": "cuban peso",
    "UYU": "uruguayan peso",
    "XOF": "west african cfa franc",
    "XAF": "central african cfa franc",
    "RWF": "rwandan franc",
    "BIF": "burundian franc",
    "CDF": "congolese franc",
    "GNF": "guinean franc",
    "DJF": "djiboutian franc",
    "BEF": "belgian franc",
    "IQD": "iraqi dinar",
    "KWD": "kuwaiti dinar",
    "JOD": "jordanian dinar",
    "BHD": "bahraini dinar",
    "TND": "tunisian dinar",
    "DZD": "algerian dinar",
    "LYD": "libyan dinar",
    "RSD": "serbian dinar",
    "UGX": "ugandan shilling",
    "TZS": "tanzanian shilling",
    "SOS": "somali shilling",
    "LKR": "sri lankan rupee",
    "NPR": "nepalese rupee",
    "MUR": "mauritian rupee",
    "LBP": "lebanese pound",
    "SYP": "syrian pound",
    "SDG": "sudanese pound",
    "SSP": "south sudanese pound",
    "OMR": "omani rial",
    "YER": "yemeni rial",
    "MAD": "moroccan dirham",
    "ISK": "icelandic krona",
    "ZMW": "zambian kwacha",
    "MWK": "malawian kwacha",
    "GHS": "ghanaian cedi",
    "ETB": "ethiopian birr",
    "BDT": "bangladeshi taka",
    "MMK": "myanmar kyat",
    "KZT": "kazakh tenge",
    "AZN": "azerbaijani manat",
    "GEL": "georgian lari",
    "AFN": "afghan afghani",
    "VES": "venezuelan bolivar",
    "PEN": "peruvian sol",
    "RON": "romanian leu",
    "BGN": "bulgarian lev",
    "dinar": "dinar",
    "franc": "franc",
    "kwacha": "kwacha",
    "peso": "peso",
    "shilling": "shilling",
}
"""ISO 4217 code: the currency's name. A name of several currencies is its own code where no place tells which."""
CODE_LIKE_WORDS = frozenset({"COP", "CUP", "PEN", "SOS", "GEL", "MAD", "SDG", "SSP", "RON", "BIF"})
"""Codes that are words or names in capitals ("COP29"): never read as a currency before a number."""

SIGNS: dict[str, str] = {
    "$": "USD", "us$": "USD", "$us": "USD", "u.s.$": "USD", "a$": "AUD", "au$": "AUD", "aud$": "AUD", "$a": "AUD",
    "$au": "AUD", "c$": "CAD", "ca$": "CAD", "cdn$": "CAD", "can$": "CAD", "$c": "CAD", "nz$": "NZD", "$nz": "NZD",
    "hk$": "HKD", "$hk": "HKD", "s$": "SGD", "sg$": "SGD", "$s": "SGD", "nt$": "TWD", "r$": "BRL", "€": "EUR", "£": "GBP",
    "gb£": "GBP", "gb #": "GBP", "¥": "JPY", "y=": "JPY", "₹": "INR", "rs": "INR", "rs.": "INR", "₽": "RUB", "₩": "KRW",
    "₪": "ILS", "₴": "UAH", "₺": "TRY", "₦": "NGN", "฿": "THB", "rm": "MYR", "sfr": "CHF", "dm": "DEM",
}  # fmt: skip
"""Currency signs and short forms in lower case, without spaces, and their ISO codes."""

MINOR: dict[str, tuple[str, float]] = {
    "cent": ("USD", 0.01),
    "euro cent": ("EUR", 0.01),
    "penny": ("GBP", 0.01),
    "dime": ("USD", 0.1),
    "paisa": ("INR", 0.01),
}
"""Small coins, which keep their own name ("26 cents"): the currency they belong to and their share of it."""

# ---- physical units -------------------------------------------------------------------------------------------------

PREFIXES: tuple[tuple[str, str, float], ...] = (
    ("femto", "f", 1e-15), ("pico", "p", 1e-12), ("nano", "n", 1e-9), ("micro", "µ", 1e-6), ("milli", "m", 1e-3),
    ("centi", "c", 1e-2), ("deci", "d", 1e-1), ("hecto", "h", 1e2), ("kilo", "k", 1e3), ("mega", "M", 1e6),
    ("giga", "G", 1e9), ("tera", "T", 1e12), ("peta", "P", 1e15), ("exa", "E", 1e18),
)  # fmt: skip
"""SI prefixes: name, symbol, factor."""


class Unit(NamedTuple):
    """A unit: `value * factor + offset` is the value in `base`. `symbols` are separated by `|`, `prefixes` by spaces."""

    name: str
    base: str
    factor: float
    symbols: str = ""
    prefixes: str = ""
    offset: float = 0.0


UNITS: tuple[Unit, ...] = (
    # share; a percentage point converts to percent, so that a query in % finds it
    Unit("percent", "percent", 1, "%"),
    Unit("percentage point", "percent", 1, "pp"),
    Unit("basis point", "percent", 0.01, "bps|bp"),
    Unit("per mille", "percent", 0.1, "‰"),
    Unit("part per million", "percent", 1e-4, "ppm"),
    Unit("part per billion", "percent", 1e-7, "ppb"),
    # length
    Unit("metre", "metre", 1, "m", "f p n µ m c d k"),
    Unit("kilometre", "metre", 1000, "km|kms|Km|Kms|KM"),
    Unit("mile", "metre", 1609.344, "mi"),
    Unit("nautical mile", "metre", 1852, "nmi|NM"),
    Unit("yard", "metre", 0.9144, "yd|yds"),
    Unit("foot", "metre", 0.3048, "ft|′"),
    Unit("inch", "metre", 0.0254, "in|″"),
    Unit("fathom", "metre", 1.8288),
    Unit("furlong", "metre", 201.168),
    Unit("angstrom", "metre", 1e-10, "Å|Å"),
    Unit("light year", "metre", 9.4607304725808e15, "ly"),
    Unit("astronomical unit", "metre", 1.495978707e11, "AU|au"),
    Unit("parsec", "metre", 3.0856775814913673e16, "pc", "k M"),
    # mass
    Unit("gram", "kilogram", 1e-3, "g", "p n µ m k"),
    Unit("kilogram", "kilogram", 1, "kg|kgs|Kg|KG|Kgs"),
    Unit("microgram", "kilogram", 1e-9, "mcg|ug"),
    Unit("tonne", "kilogram", 1000, "t|te|tCO2", "k M G"),
    Unit("ton", "kilogram", 907.18474, "tn", "k M G"),
    Unit("million tonne", "kilogram", 1e9, "MMT|mmt"),
    Unit("long ton", "kilogram", 1016.0469088),
    Unit("pound", "kilogram", 0.45359237, "lb|lbs"),
    Unit("ounce", "kilogram", 0.028349523125, "oz"),
    Unit("troy ounce", "kilogram", 0.0311034768, "ozt"),
    Unit("stone", "kilogram", 6.35029318),
    Unit("carat", "kilogram", 2e-4, "ct"),
    Unit("quintal", "kilogram", 100),
    Unit("tola", "kilogram", 0.0116638038),
    # area
    Unit("square metre", "square metre", 1, "m²|m2|m^2|sqm"),
    Unit("square kilometre", "square metre", 1e6, "km²|km2|km^2|sqkm"),
    Unit("square centimetre", "square metre", 1e-4, "cm²|cm2|cm^2"),
    Unit("square millimetre", "square metre", 1e-6, "mm²|mm2|mm^2"),
    Unit("square mile", "square metre", 2589988.110336, "mi²|sqmi"),
    Unit("square foot", "square metre", 0.09290304, "ft²|ft2|sqft"),
    Unit("square yard", "square metre", 0.83612736),
    Unit("square inch", "square metre", 0.00064516, "in²"),
    Unit("hectare", "square metre", 1e4, "ha"),
    Unit("acre", "square metre", 4046.8564224),
    # volume
    Unit("litre", "litre", 1, "l|L", "µ m c d"),
    Unit("cubic metre", "litre", 1000, "m³|m3|m^3"),
    Unit("cubic centimetre", "litre", 1e-3, "cm³|cm3|cm^3|cc"),
    Unit("cubic kilometre", "litre", 1e12, "km³|km3|km^3"),
    Unit("cubic foot", "litre", 28.316846592, "ft³|ft3"),
    Unit("cubic yard", "litre", 764.554857984),
    Unit("cubic inch", "litre", 0.016387064),
    Unit("thousand cubic foot", "litre", 28316.846592, "mcf|Mcf"),
    Unit("million cubic foot", "litre", 28316846.592, "mmcf|MMcf"),
    Unit("billion cubic foot", "litre", 28316846592, "bcf|Bcf|BCF"),
    Unit("trillion cubic foot", "litre", 28316846592e3, "tcf|Tcf|TCF"),
    Unit("billion cubic metre", "litre", 1e12, "bcm|Bcm|BCM"),
    Unit("cubic foot per second", "litre per second", 28.316846592, "cfs"),
    Unit("cubic metre per second", "litre per second", 1000, ""),
    Unit("gallon", "litre", 3.785411784, "gal"),
    Unit("quart", "litre", 0.946352946, "qt"),
    Unit("pint", "litre", 0.473176473, "pt"),
    Unit("fluid ounce", "litre", 0.0295735295625, "floz"),
    Unit("barrel", "litre", 158.987294928, "bbl|bbls"),
    Unit("barrel per day", "litre per second", 158.987294928 / 86400, "bpd"),
    Unit("hectolitre", "litre", 100, "hl"),
    Unit("bushel", "litre", 35.23907016688),
    Unit("tablespoon", "litre", 0.01478676478125),
    Unit("teaspoon", "litre", 0.00492892159375),
    Unit("acre-foot", "litre", 1233481.83754752),
    # time; a month and a year by the Gregorian mean
    Unit("second", "second", 1, "s", "n µ m"),
    Unit("minute", "second", 60),
    Unit("hour", "second", 3600, "h"),
    Unit("day", "second", 86400),
    Unit("night", "second", 86400),
    Unit("square second", "square second", 1, "s2|s²|s^2"),
    Unit("kilowatt hour", "joule", 3.6e6, "kwh|KWh|KWH|kwH"),
    Unit("week", "second", 604800),
    Unit("fortnight", "second", 1209600),
    Unit("month", "second", 2629746),
    Unit("year", "second", 31556952, "yo"),
    Unit("decade", "second", 315569520),
    Unit("century", "second", 3155695200),
    Unit("millennium", "second", 31556952000),
    Unit("megayear", "second", 31556952e6, "Ma|Myr"),
    Unit("gigayear", "second", 31556952e9, "Ga|Gyr"),
    # speed not written as length per time
    Unit("knot", "metre per second", 1852 / 3600, "kn|kt|kts"),
    Unit("mile per hour", "metre per second", 0.44704, "mph|MPH|Mph"),
    Unit("kilometre per hour", "metre per second", 1 / 3.6, "kph|kmh|kmph|KPH|Kmph"),
    Unit("mile per gallon", "metre per litre", 1609.344 / 3.785411784, "mpg|MPG"),
    # temperature (affine)
    Unit("celsius", "kelvin", 1, "°C|ºC|degC|C", offset=273.15),
    Unit("fahrenheit", "kelvin", 5 / 9, "°F|ºF|degF|F", offset=459.67 * 5 / 9),
    Unit("kelvin", "kelvin", 1, "K"),
    Unit("degree", "degree", 1, "°|º"),
    Unit("radian", "degree", 57.29577951308232, "rad"),
    # energy and power
    Unit("joule", "joule", 1, "J", "m k M G T P E"),
    Unit("watt hour", "joule", 3600, "Wh", "m k M G T"),
    Unit("calorie", "joule", 4.184, "cal|kcal"),
    Unit("british thermal unit", "joule", 1055.05585262),
    Unit("million british thermal unit", "joule", 1055.05585262e6, "mmBtu|MMBtu|mmbtu|MMBTU"),
    Unit("therm", "joule", 105505585.262),
    Unit("electronvolt", "joule", 1.602176634e-19, "eV", "m k M G T"),
    Unit("watt", "watt", 1, "W", "n µ m k M G T"),
    Unit("metric horsepower", "watt", 735.49875, "PS"),
    Unit("volt-ampere", "volt-ampere", 1, "VA", "k M"),
    Unit("horsepower", "watt", 745.6998715822702, "hp|HP"),
    Unit("brake horsepower", "watt", 745.6998715822702, "bhp|BHP"),
    # data
    Unit("bit", "byte", 0.125, "", "k M G T"),
    Unit("byte", "byte", 1, "", "k M G T P E"),
    Unit("kilobit", "byte", 125, "kbit|Kbit"),
    Unit("megabit", "byte", 125e3, "Mbit|Mb"),
    Unit("gigabit", "byte", 125e6, "Gbit|Gb"),
    Unit("terabit", "byte", 125e9, "Tbit|Tb"),
    Unit("kilobyte", "byte", 1e3, "kB|KB|kb"),
    Unit("megabyte", "byte", 1e6, "MB|mb"),
    Unit("gigabyte", "byte", 1e9, "GB|gb"),
    Unit("terabyte", "byte", 1e12, "TB|tb"),
    Unit("petabyte", "byte", 1e15, "PB"),
    Unit("kilobit per second", "byte per second", 125, "kbps|Kbps"),
    Unit("megabit per second", "byte per second", 125e3, "Mbps|mbps"),
    Unit("gigabit per second", "byte per second", 125e6, "Gbps|gbps"),
    # the rest of what news measures
    Unit("hertz", "hertz", 1, "Hz|HZ|hz", "k M G T"),
    Unit("gigahertz", "hertz", 1e9, "Ghz|ghz"),
    Unit("megahertz", "hertz", 1e6, "Mhz|mhz"),
    Unit("volt", "volt", 1, "V", "µ m k M"),
    Unit("ampere", "ampere", 1, "A", "µ m k"),
    Unit("ampere hour", "ampere hour", 1, "Ah", "m"),
    Unit("farad", "farad", 1, "", "p n µ m"),
    Unit("microfarad", "farad", 1e-6, "µF|μF|uF"),
    Unit("nanofarad", "farad", 1e-9, "nF"),
    Unit("picofarad", "farad", 1e-12, "pF"),
    Unit("ohm", "ohm", 1, "Ω", "k M"),
    Unit("pascal", "pascal", 1, "Pa", "h k M G"),
    Unit("millibar", "pascal", 100, "mbar|hPa"),
    Unit("pound per square inch", "pascal", 6894.757293168, "psi|PSI"),
    Unit("kilopound per square inch", "pascal", 6894757.293168, "ksi"),
    Unit("bar", "pascal", 1e5, "bar"),
    Unit("torr", "pascal", 133.322368421, "Torr|torr"),
    Unit("atmosphere", "pascal", 101325, "atm"),
    Unit("newton", "newton", 1, "N", "k M"),
    Unit("newton metre", "newton metre", 1, "Nm"),
    Unit("foot pound-force", "newton metre", 1.3558179483314004, "lb-ft|ft-lb"),
    Unit("decibel", "decibel", 1, "dB|db|dBA"),
    Unit("mole", "mole", 1, "mol", "n µ m"),
    Unit("sievert", "sievert", 1, "Sv", "µ m"),
    Unit("gray", "gray", 1, "Gy", "µ m"),
    Unit("becquerel", "becquerel", 1, "Bq", "k M G T P"),
    Unit("curie", "becquerel", 3.7e10, "Ci"),
    Unit("coulomb", "coulomb", 1),
    Unit("tesla", "tesla", 1, "", "µ m"),
    Unit("gauss", "tesla", 1e-4),
    Unit("henry", "henry", 1),
    Unit("millihenry", "henry", 1e-3, "mH"),
    Unit("microhenry", "henry", 1e-6, "µH|μH"),
    Unit("siemens", "siemens", 1),
    Unit("poise", "poise", 1),
    Unit("lumen", "lumen", 1, "lm"),
    Unit("lux", "lux", 1, "lx"),
    Unit("candela", "candela", 1, "cd"),
    Unit("nit", "candela per square metre", 1),
    Unit("international unit", "international unit", 1, "IU"),
    Unit("revolution per minute", "revolution per minute", 1, "rpm"),
    Unit("dot per inch", "dot per inch", 1, "dpi"),
    Unit("pixel per inch", "pixel per inch", 1, "ppi"),
    Unit("barrel of oil equivalent", "joule", 6.1178632e9, "boe"),
    Unit("pixel", "pixel", 1, "px", "M"),
    Unit("megapixel", "pixel", 1e6, "MP"),
    Unit("point per game", "point per game", 1, "ppg"),
    Unit("rebound per game", "rebound per game", 1, "rpg"),
    Unit("assist per game", "assist per game", 1, "apg"),
    Unit("touchdown", "touchdown", 1, "TD|TDs"),
    Unit("home run", "home run", 1, "HRs"),
    Unit("run batted in", "run batted in", 1, "RBI|RBIs"),
    Unit("interception", "interception", 1, "INTs"),
    Unit("earned run average", "earned run average", 1, "ERA"),
    Unit("grade point average", "grade point average", 1, "GPA"),
    Unit("steal per game", "steal per game", 1, "spg"),
    Unit("block per game", "block per game", 1, "bpg"),
    Unit("beat per minute", "beat per minute", 1, "bpm"),
    Unit("frame per second", "frame per second", 1, "fps"),
    Unit("twenty-foot equivalent unit", "twenty-foot equivalent unit", 1, "TEU|TEUs"),
    Unit("millimetre of mercury", "pascal", 133.322387415, "mmHg"),
    Unit("win above replacement", "win above replacement", 1, "WAR"),
)  # fmt: skip

RATE_ONLY = frozenset({"percent", "kelvin", "second"})
"""Base units that take no "per": "40 hours a week" stays 40 hours."""
NEVER_SPACED = frozenset({"in", "s", "a", "A", "pc", "pt", "ct", "N", "M", "tn", "yo", "NM", "p"})
"""Symbols that are words or initials when a space stands before them."""


# ---- the tables made ready ------------------------------------------------------------------------------------------


class Multiple(NamedTuple):
    """A unit with one prefix, or with none: `kilometre` is `kilo` before `metre`."""

    name: str
    prefix: str
    unit: Unit
    factor: float
    symbols: tuple[str, ...]


def _multiples(unit: Unit) -> Iterator[Multiple]:
    """The unit itself, then one multiple for each of its prefixes."""
    symbols = tuple(symbol for symbol in unit.symbols.split("|") if symbol)
    yield Multiple(unit.name, "", unit, unit.factor, symbols)
    for prefix, letter, scale in PREFIXES:
        if letter in unit.prefixes.split():
            letters = ("µ", "μ") if letter == "µ" else (letter,)  # two code points, one sign
            prefixed = tuple(prefix_letter + symbol for prefix_letter in letters for symbol in symbols)
            yield Multiple(prefix + unit.name, prefix, unit, unit.factor * scale, prefixed)


MULTIPLES = tuple(multiple for unit in UNITS for multiple in _multiples(unit))

BASES: dict[str, tuple[str, float, float]] = {}
"""Canonical name of a unit, currency or coin: its base unit, factor and offset."""
SYMBOLS: dict[str, str] = {"p": "penny"}
"""Symbol as written: canonical name."""
for _multiple in MULTIPLES:
    BASES.setdefault(_multiple.name, (_multiple.unit.base, _multiple.factor, _multiple.unit.offset))
    for _symbol in _multiple.symbols:
        SYMBOLS.setdefault(_symbol, _multiple.name)
BASES.update({_code: (_code, 1.0, 0.0) for _code in CURRENCIES})
BASES.update({_coin: (_code, _share, 0.0) for _coin, (_code, _share) in MINOR.items()})


# ---- conversion -----------------------------------------------------------------------------------------------------


def unit_name(unit: str) -> str:
    """Return a unit's name to show: "USD" is "dollar", other units are their own names."""
    return CURRENCIES.get(unit, unit)


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
