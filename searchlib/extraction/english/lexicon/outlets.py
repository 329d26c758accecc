"""Newspapers, broadcasters and sites that a statement is made in."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

MEDIA = frozenset(
    """CNN CNN's NBC CBS ABC MSNBC NPR BBC PBS CNBC Fox Politico POLITICO Breitbart Axios
    HuffPost BuzzFeed Univision Telemundo C-SPAN Newsweek TIME Time Twitter Facebook""".split()
)
"""Words that name an outlet."""
MEDIA_HEADS = frozenset(
    """News Times Post Journal Press Tribune Herald Gazette Globe Chronicle Examiner Radio Network Television TV Magazine
    Weekly Daily Today Review Caller Beast Guardian Telegraph Independent Observer Standard Mail Sun Star Hill
    Broadcasting Dispatch Courier Register Sentinel Enquirer Agency""".split()
)
"""Words that names of outlets end with."""
