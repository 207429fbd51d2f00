"""Who may decide a step today: pure rules over facts loaded elsewhere.

A step belongs to a role. Of its holders those are left out who asked for the document, who already
decided in this round, or whose other duty on it excludes this one. A holder who is away is
represented by the delegate of the day. When nobody is left the step goes up the ladder, never to
the requester and never past everybody in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LADDER = ("unit_head", "deputy_director", "director", "committee_leader")
SIGNER = "signer"
LONGEST_CHAIN = 5
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class House:
    """Who holds which role, heads which unit and stands in for whom today; accounts by id."""

    holders: Mapping[str, frozenset[int]] = field(default_factory=dict)
    heads: Mapping[int, frozenset[int]] = field(default_factory=dict)
    stand_ins: Mapping[int, int] = field(default_factory=dict)
    incompatible: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Past:
    """What was done on a document: who asked, who decided in this round, who had which duty."""

    requesters: frozenset[int] = NOBODY
    decided: frozenset[int] = NOBODY
    duties: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A step to be decided: its role's code (None: the system), its kind, the unit that asks.

    ``signer`` is the account that was asked by name; when it no longer can, the role decides.
    """

    role: str | None
    kind: str
    unit_id: int
    signer: int | None = None


@dataclass(frozen=True)
class Route:
    """Who may decide: account to the account on whose behalf, None for his own right.

    ``role`` is the rung of the ladder that decides, SIGNER for somebody asked by name;
    ``is_passed_up`` when it is above the step's own.
    """

    deciders: Mapping[int, int | None]
    role: str
    is_passed_up: bool = False


def route(step: Step, house: House, past: Past) -> Route:
    """Who decides ``step``; without deciders when the whole ladder is exhausted."""
    assert step.role is not None, "a step of the system has no route"
    named = (SIGNER,) if step.signer is not None else ()
    for rung in (*named, *rungs(step.role)):
        deciders = deciders_at(rung, step, house, past)
        if deciders:
            return Route(deciders, rung, rung not in (SIGNER, step.role))
    return Route({}, step.role)


def rungs(role: str) -> tuple[str, ...]:
    """The role itself and the roles above it, nearest first."""
    above = LADDER[LADDER.index(role) + 1 :] if role in LADDER else LADDER[1:]
    return (role, *above)


def deciders_at(rung: str, step: Step, house: House, past: Past) -> dict[int, int | None]:
    """Who may decide a step at one rung: own right first, then in somebody's place."""
    entitled = sorted(
        account
        for account in _holders(rung, step, house)
        if not is_barred(account, step, house, past)
    )
    deciders: dict[int, int | None] = {
        account: None for account in entitled if account not in house.stand_ins
    }
    for account in entitled:
        if account not in house.stand_ins:
            continue
        stand_in = stand_in_of(account, house.stand_ins)
        if stand_in is not None and not is_barred(stand_in, step, house, past):
            deciders.setdefault(stand_in, account)
    return deciders


def is_barred(account: int, step: Step, house: House, past: Past) -> bool:
    """Whether somebody may not decide a step, whatever his role."""
    if account in past.requesters or account in past.decided:
        return True
    return clash(past.duties.get(account, frozenset()), step.kind, house.incompatible) is not None


def clash(duties: Iterable[str], duty: str, incompatible: frozenset[frozenset[str]]) -> str | None:
    """The one of ``duties`` that excludes ``duty``, if any."""
    return next((held for held in sorted(duties) if frozenset({held, duty}) in incompatible), None)


def stand_in_of(account: int, stand_ins: Mapping[int, int]) -> int | None:
    """Who decides in the end when delegates have delegates; None for a circle or a long chain."""
    seen = [account]
    while seen[-1] in stand_ins:
        following = stand_ins[seen[-1]]
        if following in seen or len(seen) > LONGEST_CHAIN:
            return None
        seen.append(following)
    return seen[-1]


def may_pass_up(step: Step, later: Iterable[Step]) -> bool:
    """Whether a step without a decider of its own may be left to a higher one that still comes."""
    if step.kind not in ("review", "decide") or step.role is None:
        return False
    higher = rungs(step.role)[1:]
    return any(other.role in higher and other.kind in ("decide", "collective") for other in later)


def _holders(rung: str, step: Step, house: House) -> frozenset[int]:
    if rung == SIGNER:
        return NOBODY if step.signer is None else frozenset({step.signer})
    if rung == "unit_head":
        return house.heads.get(step.unit_id, NOBODY)
    return house.holders.get(rung, NOBODY)
