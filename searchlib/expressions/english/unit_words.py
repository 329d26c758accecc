"""English words for units and currencies, in the singular: tables, and the one index over them.

A word that is the unit's own name ("kilometre") needs no line. The units themselves stand in `expressions/units.py`.
"""

from __future__ import annotations

from searchlib.expressions.units import CURRENCIES, MINOR, MULTIPLES

UNIT_WORDS: dict[str, str] = {
    # with full stops
    "mile per hour": "m.p.h",
    "kilometre per hour": "k.p.h|km.p.h",
    "mile per gallon": "m.p.g",
    "revolution per minute": "r.p.m",
    # share
    "percent": "per cent|percentage|pct|pc|per-cent|percents",
    "percentage point": "percent point|per cent point",
    "part per million": "parts per million",
    "part per billion": "parts per billion|parts-per-billion",
    # length
    "metre": "meter",
    "yard": "yd",
    "foot": "feet",
    "inch": "inches",
    "light year": "light-year|lightyear",
    # mass
    "gram": "gramme|gm",
    "kilogram": "kilo|kilogramme",
    "tonne": "metric ton|metric tonne",
    "ton": "short ton",
    # area
    "square metre": "square meter|sq metre|sq meter|sq m|sqm|metre squared",
    "square kilometre": "square kilometer|sq km|km squared|sq. km",
    "square centimetre": "square centimeter|sq cm",
    "square millimetre": "square millimeter|sq mm",
    "square mile": "sq mile|sq mi|sq. mi|sq. mile",
    "square foot": "square feet|sq ft|sq. ft|sq foot|sq feet|sq. feet",
    "square yard": "sq yd",
    "square inch": "sq inch|sq in",
    # volume
    "litre": "liter",
    "cubic metre": "cubic meter|cu m",
    "cubic centimetre": "cubic centimeter",
    "cubic kilometre": "cubic kilometer|km cubed",
    "cubic foot": "cubic feet|cu ft",
    "cubic inch": "cubic inches|cu in",
    "fluid ounce": "fl oz|fl. oz",
    "barrel of oil equivalent": "barrels of oil equivalent",
    "billion cubic foot": "billion cubic feet",
    "trillion cubic foot": "trillion cubic feet",
    "cubic foot per second": "cubic feet per second|cusec",
    "cubic metre per second": "cumec",
    "beat per minute": "beats a minute",
    "run batted in": "runs batted in",
    "gallon": "us gallon",
    "tablespoon": "tbsp",
    "teaspoon": "tsp",
    "acre-foot": "acre-feet|acre foot|acre feet",
    # time
    "second": "sec",
    "minute": "min",
    "hour": "hr",
    "week": "wk",
    "month": "mo",
    "year": "yr",
    "millennium": "millennia",
    "gigayear": "gigaannum",
    # temperature
    "celsius": "celcius|degree celsius|degree celcius|degree centigrade|centigrade|degree c|deg c",
    "fahrenheit": "farenheit|degree fahrenheit|degree farenheit|degree f|deg f",
    "kelvin": "degree kelvin",
    "degree": "deg",
    # energy and power
    "watt hour": "watt-hour|watthour",
    "british thermal unit": "btu",
    "electronvolt": "electron volt",
    "horsepower": "horse-power",
    # the rest of what news measures
    "ampere": "amp",
    "gauss": "gausses",
    "gray": "grays",
    "ampere hour": "ampere-hour|amp hour",
    "newton metre": "newton meter|newton-metre",
    "foot pound-force": "foot-pound|pound-foot|pound-feet|foot pound",
}
"""Canonical name of a unit: further words for it, separated by `|`."""

CURRENCY_WORDS: dict[str, str] = {
    "XOF": "cfa franc|cfa",
    "CDF": "congo franc",
    "VES": "bolivar",
    "GHS": "cedi",
    "ETB": "birr",
    "BDT": "taka",
    "MMK": "kyat",
    "KZT": "tenge",
    "AZN": "manat",
    "GEL": "lari",
    "AFN": "afghani",
    "YER": "yemeni riyal",
    "OMR": "omani riyal",
    "PEN": "peruvian soles",
    "USD": "us dollar|u.s. dollar|united states dollar|american dollar|dlr|us dlr|u.s. dlr|buck|greenback",
    "GBP": "british pound|quid|stg|pounds sterling|uk pound",
    "JPY": "yen",
    "CNY": "yuan|renminbi|rmb",
    "AUD": "aussie dollar",
    "NZD": "kiwi dollar",
    "SGD": "singaporean dollar",
    "TWD": "new taiwan dollar",
    "SEK": "swedish kronor|swedish crown|krona|kronor",
    "NOK": "norwegian kroner|norwegian crown",
    "DKK": "danish kroner|danish crown|krone|kroner",
    "CZK": "czech crown|koruna",
    "PLN": "zloty|zlotys",
    "HUF": "forint",
    "RUB": "rouble|ruble|russian ruble",
    "UAH": "hryvnia|hryvna",
    "TRY": "lira",
    "ILS": "shekel",
    "INR": "rupee",
    "PKR": "pakistan rupee",
    "KRW": "won|korean won",
    "THB": "baht",
    "MYR": "ringgit",
    "IDR": "rupiah",
    "BRL": "reais|real",
    "ARS": "argentinian peso",
    "ZAR": "rand",
    "NGN": "naira",
    "SAR": "riyal",
    "AED": "dirham",
    "IRR": "rial",
    "DEM": "deutschmark|deutsche mark|d-mark",
    "ITL": "lire",
    "FIM": "markka",
}
"""ISO 4217 code: words for the currency beside its name, separated by `|`."""

COIN_WORDS: dict[str, str] = {
    "cent": "ct|us cent",
    "euro cent": "eurocent",
    "penny": "pence",
    "paisa": "paise",
}
"""Small coin: further words for it, separated by `|`."""


def _forms(word: str) -> tuple[str, ...]:
    """A word in the singular and the plural: "mile per hour", "miles per hour"."""
    if word.startswith("degree "):
        return word, "degrees" + word[6:]
    if word.endswith(("s", "feet", "inches")) or word == "pc":
        return (word,)
    if word.endswith("y") and word[-2] not in "aeou":
        return word, word[:-1] + "ies"
    head, _, tail = word.partition(" per ")
    return word, (f"{head}s per {tail}" if tail else word + "s")


def _index() -> dict[str, str]:
    """Each form of each word, in lower case: the canonical name; the first of two that share a word keeps it."""
    index: dict[str, str] = {}

    def enter(name: str, words: list[str]) -> None:
        for word in words:
            for form in _forms(word):
                index.setdefault(form, name)

    for multiple in MULTIPLES:
        further = UNIT_WORDS.get(multiple.unit.name, "").split("|")
        enter(multiple.name, [multiple.name, *(multiple.prefix + word for word in further if word)])
    for code, name in CURRENCIES.items():
        enter(code, [name, *filter(None, CURRENCY_WORDS.get(code, "").split("|"))])
    for coin in MINOR:
        enter(coin, [coin, *filter(None, COIN_WORDS.get(coin, "").split("|"))])
    return index


WORDS = _index()
