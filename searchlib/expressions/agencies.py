"""News agencies: as an outlet in a text, as a name that speaks for itself, and in the credit of a picture."""

from __future__ import annotations

AGENCIES = frozenset(
    ("AFP", "AP", "Bloomberg", "Interfax", "Kyodo", "Reuters", "Sputnik", "TASS", "Tass", "UPI", "Xinhua", "Yonhap")
)
