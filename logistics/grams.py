"""What text search looks texts up by: pairs of neighbouring characters.

A word of any length, Chinese or Latin, stands in a text only if all its pairs do, so an index of
pairs finds the few rows in which it may stand; the rows themselves then say. Names are kept by the
first letters of their pinyin besides, so that ``fyz`` finds 复印纸.

PostgreSQL makes the same pairs by functions of its own (``schema/searching.py``); a test compares
the two. Letters outside ASCII keep their case, as they do in SQLite's LIKE.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

LONGEST_TEXT = 20_000
"""Characters of one row that are indexed; a report's body is found by what stands before."""

MOST_PAIRS = 16
"""Pairs of one word that are asked for: more narrow nothing further."""

KNOWN_TOKENS = 16_384
"""Pairs whose token is remembered, some 3 MB."""

FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
INITIALS = Path(__file__).with_name("initials.txt")
UNKNOWN = "-"
KEY_BITS = 31
LETTERS = re.compile(r"[a-z0-9]+")
LOWER = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def folded(text: str) -> str:
    """``text`` with small letters, which is how texts are compared."""
    return text.translate(LOWER)


def pairs(text: str) -> set[str]:
    """Every two neighbours in a text; the last character stands with the end of the line."""
    line = folded(text[:LONGEST_TEXT]) + "\n"
    return {line[at : at + 2] for at in range(len(line) - 1) if not line[at].isspace()}


@cache
def letters() -> str:
    """The first letter of the pinyin of each Han character from ``FIRST_HAN`` on, in order."""
    return "".join(INITIALS.read_text("ascii").split())


def initials(name: str | None) -> str:
    """The first letters of a name; what is not Chinese in it stays as it is."""
    if not name:
        return ""
    known = letters()
    return "".join(
        known[ord(sign) - FIRST_HAN] if FIRST_HAN <= ord(sign) <= LAST_HAN else sign
        for sign in folded(name)
    )


def is_letters(word: str) -> bool:
    """Whether a word may stand for the first letters of a name."""
    return LETTERS.fullmatch(word) is not None


@cache
def number_of(table: str) -> int:
    """The number under which SQLite's one index knows a table; below 2 ** 31."""
    digest = hashlib.sha256(table.encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - KEY_BITS)


def first_row(table: str) -> int:
    """What is added to the id of a row to number it in SQLite's index."""
    return number_of(table) << 32


def tokens(table: str, own: str, names: str) -> str:
    """A row's entry in SQLite's index: pairs as words of letters and digits, blanks between."""
    text = [_token(table, "o", pair) for pair in sorted(pairs(own))]
    if names:
        text += [_token(table, "i", pair) for pair in sorted(pairs(initials(names)))]
    return " ".join(text)


def match_of(table: str, word: str, *, with_initials: bool) -> str:
    """What asks SQLite's index for the rows of ``table`` in which ``word`` may stand."""
    kinds = ("o", "i") if with_initials and is_letters(word) else ("o",)
    if len(word) == 1:
        return " OR ".join(f"{_token(table, kind, word)}*" for kind in kinds)
    asked = list(_asked(word))
    return " OR ".join(
        "(" + " AND ".join(_token(table, kind, pair) for pair in asked) + ")" for kind in kinds
    )


def query_of(word: str, *, with_initials: bool) -> str:
    """The same question as a ``tsquery`` of PostgreSQL."""
    marks = ("", "~") if with_initials and is_letters(word) else ("",)
    if len(word) == 1:
        return " | ".join(f"{_lexeme(mark + word)}:*" for mark in marks)
    asked = list(_asked(word))
    return " | ".join(
        "(" + " & ".join(_lexeme(mark + pair) for pair in asked) + ")" for mark in marks
    )


def _asked(word: str) -> Iterator[str]:
    """The pairs of a word, the last ones included: the ends tell words apart best."""
    found = list(dict.fromkeys(word[at : at + 2] for at in range(len(word) - 1)))
    yield from found[: MOST_PAIRS - 1]
    if len(found) >= MOST_PAIRS:
        yield found[-1]


@lru_cache(maxsize=KNOWN_TOKENS)
def _token(table: str, kind: str, signs: str) -> str:
    """A pair as one word. The pairs of a house are few: its texts repeat them in every row."""
    return f"{number_of(table):08x}{kind}" + "".join(f"{ord(sign):06x}" for sign in signs)


def _lexeme(signs: str) -> str:
    return "'" + signs.replace("\\", "\\\\").replace("'", "''") + "'"
