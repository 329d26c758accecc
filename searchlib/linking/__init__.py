"""Linking: which of the speakers that documents name are one and the same.

Inside a document the extractor has linked surnames to full names; here its canonical names are linked across documents:

- the same full name is one person, a middle name or initial more or less, unless the roles are those of strangers
  (a general and a Vatican reporter named John Allen);
- a nickname is its full form where one person of the surname has it: Chuck and Charles Schumer;
- a suffix keeps apart: Martin King and Martin King Jr. are two;
- a lone surname is linked by its role ("Secretary of State Blinken" to the one Blinken whom another document calls
  Secretary of State), or where one person of the index has it; one that could be several people's stays by itself;
- an organization is linked by its whole name, and ORGANIZATIONS have several;
- what the user writes into `aliases.toml` comes first:

    [same]
    "Shi Yinhong" = ["Shi Yanhong", "Shi Inhun"]

    [different]
    "George Bush" = ["George W. Bush"]
    "John Smith" = ["John Smith, economist"]     # one name, told apart by words of a role

Pure functions over rows; the tables below are for anybody to extend. Measured on 12,000 news articles (199,000
statements, 60,000 speakers of documents, 22,000 names): of 383 given names and surnames that occur with and without a
middle name, about 70 were read and most were plainly one person. Of 60 names whose roles share no word, 2 were two people's: so
roles alone part nobody, only professions that one person seldom has. 84 lone surnames in 651 documents
are linked by a role; of those read one was plainly wrong, and some were slips of the extraction.
"""

from searchlib.linking.aliases import (
    NO_ALIASES,
    ORGANIZATIONS,
    Aliases,
    Named,
    Selector,
    meant,
    read_aliases,
    with_known_organizations,
)
from searchlib.linking.groups import link
from searchlib.linking.names import Parts, is_junior, surname, without_article
from searchlib.linking.roles import profession, role_words

__all__ = [
    "NO_ALIASES",
    "ORGANIZATIONS",
    "Aliases",
    "Named",
    "Parts",
    "Selector",
    "is_junior",
    "link",
    "meant",
    "profession",
    "read_aliases",
    "role_words",
    "surname",
    "with_known_organizations",
    "without_article",
]
