"""docs/comparison.md says of Houqin what a test shows."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent
TABLE = TESTS.parent / "docs" / "comparison.md"
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def rows() -> list[list[str]]:
    """The cells of each feature's row."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_what_is_claimed_is_shown_by_a_test_that_there_is():
    wrong = []
    for feature, *_others, claim, shown in rows():
        named = NAMED.fullmatch(shown)
        if claim == "N":
            wrong += [f"{feature}: nothing is to be shown"] if shown else []
        elif claim[:1] not in "YP" or named is None:
            wrong.append(f"{feature}: {claim} without a test")
        elif f"def {named[2]}(" not in (TESTS / named[1]).read_text(encoding="utf-8"):
            wrong.append(f"{feature}: there is no {named[2]}")
    assert wrong == []
    assert len(rows()) > 40
