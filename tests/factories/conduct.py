"""Check rounds, and the way of one from the draw to its bulletin."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from logistics.operations.conduct.bulletins import (
    approve_bulletins,
    draft_bulletins,
    publish_bulletins,
)
from logistics.operations.conduct.checking import (
    CheckEntry,
    explain_check_results,
    finish_check_rounds,
    plan_check_rounds,
    record_check_results,
)
from logistics.operations.conduct.confirming import confirm_check_rounds
from logistics.operations.outcomes import Seen, only
from logistics.permissions import load_actor
from models import Bulletin, CheckResult, CheckRound, StaffPost
from tests.cast import Cast

PLANNED = dt.date(2026, 6, 12)
CLEAN: dict[str, Any] = {
    "presence": "on_post",
    "attitude": Decimal(9),
    "service": Decimal(8),
    "dress": Decimal(9),
}
OFF_POST: dict[str, Any] = {"presence": "off_post", "note": "Nobody at the gate for 20 minutes."}


def leave_ordinary_posts(cast: Cast) -> None:
    """The lot meets only people who hold the role of staff and take no part in the check."""
    ordinary = [
        getattr(cast, f"{login}_staff")
        for login in ("guard", "keeper", "buyer", "buyer2", "acceptor", "staff2", "keeper2")
    ]
    StaffPost.delete().where(StaffPost.staff.not_in(ordinary)).execute()


def make_round(cast: Cast, **overrides: Any) -> CheckRound:
    values = {
        "planned_on": PLANNED,
        "site": cast.site_a,
        "places": 3,
        "checker": cast.discipline_staff,
    }
    return CheckRound.create(**{**values, **overrides})


def plan_round(cast: Cast, **overrides: Any) -> CheckRound:
    row = make_round(cast, **overrides)
    only(plan_check_rounds(seen=[Seen(row.id)], actor=cast.discipline))
    return CheckRound.get_by_id(row.id)


def results(round_: CheckRound) -> list[CheckResult]:
    query = CheckResult.select().where(CheckResult.round == round_.id)
    return list(query.order_by(CheckResult.id))


def record(
    cast: Cast, round_: CheckRound, seen: Mapping[int, Mapping[str, Any]] | None = None
) -> None:
    """Enter every result as clean, but those that ``seen`` names by their position."""
    entries = [
        CheckEntry(result.id, **{**CLEAN, **(seen or {}).get(index, {})})
        for index, result in enumerate(results(round_))
    ]
    only(record_check_results(seen=[Seen(round_.id)], entries=entries, actor=cast.discipline))


def confirmed_round(cast: Cast, *faults: int, explain: bool = True) -> CheckRound:
    """A round in which the results at the positions ``faults`` were off post, and confirmed."""
    round_ = plan_round(cast)
    record(cast, round_, dict.fromkeys(faults, OFF_POST))
    only(finish_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline))
    for index in faults if explain else ():
        result = results(round_)[index]
        actor = load_actor(result.staff.account)
        only(
            explain_check_results(
                seen=[Seen(result.id)], explanation="Was called away.", actor=actor
            )
        )
    only(confirm_check_rounds(seen=[Seen(round_.id)], actor=cast.deputy))
    return CheckRound.get_by_id(round_.id)


def published_bulletin(cast: Cast, round_: CheckRound) -> Bulletin:
    only(
        draft_bulletins(
            seen=[Seen(round_.id)], title="June checks", body="All posts.", actor=cast.discipline
        )
    )
    row = Bulletin.get(Bulletin.round == round_.id)
    only(approve_bulletins(seen=[Seen(row.id)], actor=cast.deputy))
    only(publish_bulletins(seen=[Seen(row.id)], actor=cast.director))
    return Bulletin.get_by_id(row.id)
