"""docs/requirements.md says of each statement where it is answered, and is up to date."""

from __future__ import annotations

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "script" / "requirements"
LOADER = SourceFileLoader("requirements", str(SCRIPT))
SPEC = importlib.util.spec_from_loader("requirements", LOADER)
requirements = importlib.util.module_from_spec(SPEC)
LOADER.exec_module(requirements)
NUMBERS = [f"R{number:02}" for number in range(1, 90)]


@pytest.fixture
def traced():
    """Read when a test asks, and not by every process that collects tests: it takes seconds."""
    return requirements.trace()


def test_the_page_is_what_the_script_makes():
    written = requirements.TARGET.read_text(encoding="utf-8")
    assert written == requirements.page(), "run script/requirements"


def test_every_statement_of_the_report_is_there(traced):
    assert list(traced) == NUMBERS
    assert set(requirements.NOT_CONTENT) == {"R90"}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_statement_has_a_table_a_fact_and_a_test(traced, number):
    """Name the number in the docstring of what answers it, as “(R36, R37)”."""
    places = traced[number]
    assert places.get("tables") or places.get("pages"), "no table or page names it"
    assert places.get("facts"), "no fact counts it"
    assert places.get("tests"), "no test names it"


def test_numbers_are_read_from_docstrings():
    numbers = requirements.numbers_in("Vehicles (R23, R24) and meetings (R35–R37); R01 to R89.")
    assert numbers == {"R23", "R24", "R35", "R36", "R37"}
