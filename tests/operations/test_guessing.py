"""Eight processes guess one password at once (V6.3.1: counted over all workers)."""

from __future__ import annotations

import pytest

from logistics.operations.sessions import FAILURES_ALLOWED, log_in
from models import LoginAttempt
from tests.races import PROCESSES, everyone, race

pytestmark = pytest.mark.race
GUESSES = 4


def guess() -> list[str]:
    """Try some wrong passwords; what each was answered."""
    answers = []
    for turn in range(GUESSES):
        try:
            log_in(login="keeper", password=f"guess {turn}", address="192.0.2.9", device="")
        except Exception as refusal:
            answers.append(type(refusal).__name__)
    return answers


def test_no_more_guesses_are_judged_than_are_allowed(race_db):
    answers = [answer for told in race(race_db, guess, everyone()) for answer in told]
    assert set(answers) == {"LogInRefused", "TooManyAttempts"}
    assert len(answers) == PROCESSES * GUESSES
    assert answers.count("LogInRefused") <= FAILURES_ALLOWED
    # Those that were being judged when the limit was reached have been counted as well.
    assert LoginAttempt.select().count() <= FAILURES_ALLOWED + PROCESSES
