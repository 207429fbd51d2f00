"""How passwords are kept, and which of them may be chosen.

Argon2id with 48 MiB and two passes: ASVS 5.0 appendix C asks for 46 MiB and one. A password may
hold any characters and needs no mixture of them; it must be long, and hard to guess by somebody
who has the lists of common passwords, names and words.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from logistics.wording import Words, _

HASHER = PasswordHasher(time_cost=2, memory_cost=48 * 1024, parallelism=1)
SHORTEST = 10
LONGEST = 128
HARD_ENOUGH = 3
"""zxcvbn's score for more than 10^8 guesses. Its list of 30,000 common passwords stands below."""

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1: a one-time password is read out and typed."""


def hashed(password: str) -> str:
    """The password's hash together with its salt and parameters."""
    return HASHER.hash(_normal(password))


def matches(stored: str, password: str) -> bool:
    """Whether ``password`` is the one behind ``stored``.

    An empty ``stored`` (no such account, or no password yet) matches nothing but takes as long,
    so that nobody learns from the clock which names exist.
    """
    try:
        right = HASHER.verify(stored or _decoy(), _normal(password[: LONGEST * 8]))
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(stored)


def outdated(stored: str) -> bool:
    """Whether ``stored`` was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def weaknesses(password: str, *, known: Iterable[str] = ()) -> list[Words]:
    """Why a password may not be chosen; ``known`` are words that others connect with the person."""
    if len(password) < SHORTEST:
        return [_("A password has at least %(length)s characters.", length=SHORTEST)]
    if len(password) > LONGEST:
        return [_("A password has at most %(length)s characters.", length=LONGEST)]
    # Its word lists take a while to load, and passwords are chosen seldom.
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]

    hints = [word.lower() for word in (*known, "houqin", "logistics") if word]
    if zxcvbn(password, user_inputs=hints, max_length=LONGEST)["score"] < HARD_ENOUGH:
        return [
            _("This password is common or easy to guess. Three or four unrelated words are good.")
        ]
    return []


def one_time_password() -> str:
    """A random password of 79 bits that is fit to be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _each in range(4)) for _group in range(4))


@cache
def _decoy() -> str:
    return HASHER.hash(secrets.token_hex(16))


def _normal(password: str) -> bytes:
    """The same characters typed on another keyboard are the same password."""
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")
