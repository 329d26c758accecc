"""Other extractors, if installed: their results in the format of `score.py`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from typing import Any, NamedTuple

Rows = list[dict[str, Any]]


class Peer(NamedTuple):
    """Another extractor: its package, the kind of values it extracts, and the function that reads a gold row."""

    package: str
    task: str
    predict: Callable[[dict[str, Any]], Rows]


def dateparser_dates(row: dict[str, Any]) -> Rows:
    """dateparser.search for offsets, its parser for the period (day, week, month, year); prefers past dates."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    settings: dict[str, Any] = {"RETURN_AS_TIMEZONE_AWARE": False, "PREFER_DATES_FROM": "past"}
    if row.get("published"):
        settings["RELATIVE_BASE"] = datetime.fromisoformat(row["published"])
    reader = DateDataParser(languages=["en"], settings=settings)
    predictions, at = [], 0
    for words, moment in search_dates(row["text"], languages=["en"], settings=settings) or []:
        start = row["text"].find(words, at)
        if start < 0:
            continue
        at = start + len(words)
        core = re.sub(r"^(?:in|on|of|by|and|the|at) | (?:in|on|of|by|and|the|at)$", "", words.strip())
        read = reader.get_date_data(core)
        day, period = (read.date_obj.date(), read.period) if read.date_obj else (moment.date(), "day")
        first, last = _period(day, period)
        predictions.append({"start": start, "end": at, "first": first.isoformat(), "last": last.isoformat()})
    return predictions


def _period(day: date, period: str) -> tuple[date, date]:
    """The first and last day of the week, month or year that holds the day."""
    if period == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if period == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if period == "week":
        monday = day - timedelta(day.weekday())
        return monday, monday + timedelta(6)
    return day, day


def quantulum_numbers(row: dict[str, Any]) -> Rows:
    """quantulum3.parser.parse; an uncertainty is a range."""
    from quantulum3 import parser

    predictions = []
    for quantity in parser.parse(row["text"]):
        start, end = quantity.span
        name = quantity.unit.name
        low, high = (quantity.value, quantity.value)
        if quantity.uncertainty:
            low, high = quantity.value - quantity.uncertainty, quantity.value + quantity.uncertainty
        unit = None if name == "dimensionless" else name
        predictions.append({"start": start, "end": end, "low": low, "high": high, "unit": unit})
    return predictions


def recognizers_numbers(row: dict[str, Any]) -> Rows:
    """recognizers-text: numbers, with the unit of a currency, dimension or percentage that covers them."""
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    text, culture = row["text"], "en-us"
    covering = [
        (entity.start, entity.end + 1, (entity.resolution or {}).get("unit"))
        for recognize in (recognize_currency, recognize_dimension)
        for entity in recognize(text, culture)
    ]
    covering += [(entity.start, entity.end + 1, "percentage") for entity in recognize_percentage(text, culture)]
    predictions = []
    for entity in recognize_number(text, culture):
        value = (entity.resolution or {}).get("value")
        if value is None:
            continue
        start, end = entity.start, entity.end + 1
        unit = next((unit for first, last, unit in covering if first <= start and end <= last), None)
        predictions.append({"start": start, "end": end, "low": float(value), "high": float(value), "unit": unit})
    return predictions


def text2num_numbers(row: dict[str, Any]) -> Rows:
    """text_to_num.alpha2digit turns words to digits; its offsets are lost, so only values, in the order of the text."""
    from text_to_num import alpha2digit

    digits = alpha2digit(row["text"], "en")
    return [
        {"start": 0, "end": len(row["text"]), "low": float(value), "high": float(value)}
        for value in (match.replace(",", "") for match in re.findall(r"\d[\d,]*(?:\.\d+)?", digits))
    ]


PEERS: dict[str, Peer] = {
    "dateparser": Peer("dateparser", "dates", dateparser_dates),
    "quantulum3": Peer("quantulum3", "numbers", quantulum_numbers),
    "recognizers-text": Peer("recognizers_number", "numbers", recognizers_numbers),
    "text2num": Peer("text_to_num", "numbers", text2num_numbers),
}


def installed() -> dict[str, Peer]:
    """The peers whose packages are installed."""
    return {name: peer for name, peer in PEERS.items() if find_spec(peer.package) is not None}
