"""The bugs of other people's systems that features.md lists as cases to test first."""

from __future__ import annotations

import re
from pathlib import Path

CASES = 18


def test_every_case_is_named_by_a_test():
    """A test of such a bug says so in its docstring: “features.md, case 4”."""
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py")]
    named = {int(case) for text in texts for case in re.findall(r"features\.md, case (\d+)", text)}
    # The sentence above is no test of case 4; that one stands with the ledger.
    assert set(range(1, CASES + 1)) <= named
