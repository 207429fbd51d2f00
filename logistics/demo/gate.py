"""The gate of the demonstration: visitors, parking, fire inspections, incidents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from logistics.calendar import month_days
from logistics.database import at, local_today, now
from logistics.demo.diary import (
    FIRST_DAY,
    LAST_DAY,
    MOVE_DAY,
    SET_UP_ON,
    Entry,
    moment,
    workdays,
)
from logistics.demo.duty import ONE_DAY
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.guarding.parking import (
    handle_parking_violations,
    notify_parking_violations,
)
from logistics.operations.guarding.safety import (
    close_fire_checks,
    close_incidents,
    report_incidents,
    sign_fire_checks,
)
from logistics.operations.guarding.visitors import (
    admit_visitors,
    check_out_visitors,
    flag_overdue_visitors,
    register_visitors,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import LineChange, change_record, create_record
from logistics.permissions import Actor
from logistics.queries.guarding.coverage import guards_at
from logistics.tables.guarding import (
    FireCheck,
    GuardPost,
    Incident,
    ParkingLane,
    ParkingSpace,
    ParkingViolation,
    Visitor,
)
from logistics.tables.organisation import Site

MINUTE = dt.timedelta(minutes=1)
GATES = {"COMMITTEE": "GATE-A", "SISHUI": "GATE-B", "THIRD": "GATE-C"}
SHARE = {"COMMITTEE": 0.9, "SISHUI": 1.0, "THIRD": 0.4}
"""How likely a working day brings a visitor to an office area."""
LOST_BADGE, LATE_DAY = dt.date(2026, 4, 16), dt.date(2026, 6, 9)
RECTIFIED = dt.timedelta(days=5)
BADGES = 40


def events(office: Office) -> Iterator[Entry]:
    """Visitors of the working days, cars, inspections and incidents in order of time."""
    texts = read_texts("guarding")
    for day in workdays():
        for site, share in SHARE.items():
            if (site != "SISHUI" or day >= MOVE_DAY) and office.random.random() < share:
                hour, minute = office.random.randrange(9, 16), office.random.randrange(60)
                yield Entry(moment(day, hour, minute), 3, partial(_visit, office, texts, site))
    yield from _parking(office, texts)
    for row in texts["fire"]:
        yield Entry(moment(row["day"], 16), 0, partial(_inspect, office, row))
    for row in texts["incident"]:
        yield Entry(_at(row) + 15 * MINUTE, 0, partial(_incident, office, row))


def guard_at(office: Office, site: str) -> Actor:
    """Whoever stands at the gate of an office area now."""
    post = office.key(GuardPost, GATES[site])
    return office.actor_of(guards_at(post, now())[0].staff)


def book(office: Office, texts: dict[str, Any], site: str, host: str, actor: Actor) -> Visitor:
    """Somebody, drawn from the texts, who comes now."""
    chance, words = office.random, texts["visits"]
    name, organisation, purpose = chance.choice(words["people"])
    values = {
        "name": name,
        "organisation": organisation,
        "phone": words["phones"].format(chance.randrange(10**9)),
        "persons": chance.choice((1, 1, 1, 2, 3)),
        "plate": chance.choice(words["plates"]),
        "host": office.staff_id(host),
        "post": office.key(GuardPost, GATES[site]),
        "expected_at": now(),
        "purpose": purpose,
    }
    return create_record(Visitor, values, actor=actor)


def register(office: Office, visitor: Visitor, guard: Actor) -> None:
    """His paper is looked at and written down."""
    digits = office.random.randrange(10**10)
    only(
        register_visitors(seen=[Seen(visitor.id)], id_number=f"11010119{digits:010d}", actor=guard)
    )


def _visit(office: Office, texts: dict[str, Any], site: str) -> None:
    """Registered, announced by telephone, let in, and out again with the badge."""
    chance, words, begins = office.random, texts["visits"], now()
    guard = guard_at(office, site)
    host = chance.choice(words["hosts"][site].split())
    visitor = book(office, texts, site, host, guard)
    register(office, visitor, guard)
    is_late = local_today() == LATE_DAY and site == "COMMITTEE"
    is_lost = local_today() == LOST_BADGE and site == "COMMITTEE"
    with at(begins + chance.randrange(2, 8) * MINUTE):
        only(
            admit_visitors(
                seen=[Seen(visitor.id)],
                badge_no=f"{visitor.id % BADGES + 1:02d}",
                confirmed_by_phone=chance.choice(words["confirmed"]),
                actor=guard,
            )
        )
    leaves_at = begins + chance.randrange(25, 100) * MINUTE
    if is_late:
        leaves_at = moment(LATE_DAY, 18, 40)
        with at(moment(LATE_DAY, 18, 5)):
            only(flag_overdue_visitors(seen=[Seen(visitor.id)], actor=guard_at(office, site)))
    with at(leaves_at):
        only(
            check_out_visitors(
                seen=[Seen(visitor.id)],
                badge_returned=not is_lost,
                note=words["lost"] if is_lost else "",
                actor=guard_at(office, site),
            )
        )


def _parking(office: Office, texts: dict[str, Any]) -> Iterator[Entry]:
    words = texts["parking"]
    for site, code, name, marked_on, spaces in words["lanes"]:
        entered_on = SET_UP_ON if site != "SISHUI" else marked_on
        lane = partial(_lane, office, words, site, code, name, spaces)
        yield Entry(moment(entered_on, 15), 0, lane)
        yield Entry(moment(marked_on, 17), 0, partial(_mark, office, code, marked_on))
    marked = {row[0]: row[3] for row in words["lanes"]}
    for site, months in words["found"].items():
        for month, count in months:
            yield from _violations(office, words, site, (month, count), marked[site])


def _lane(
    office: Office, words: dict[str, Any], site: str, code: str, name: str, spaces: int
) -> None:
    kinds = words["spaces"]
    lines = [
        LineChange({"number": f"{number + 1:02d}", "kind": kinds[number % len(kinds)]})
        for number in range(spaces)
    ]
    values = {"site": office.key(Site, site), "code": code, "name": name}
    captain = office.actor("captain")
    create_record(ParkingLane, values, actor=captain, lines={ParkingSpace: lines})


def _mark(office: Office, code: str, day: dt.date) -> None:
    lane = ParkingLane.get(ParkingLane.code == code)
    change_record(ParkingLane, Seen(lane.id), {"marked_on": day}, actor=office.actor("captain"))


def _violations(
    office: Office,
    words: dict[str, Any],
    site: str,
    found: tuple[int, int],
    marked_on: dt.date,
) -> Iterator[Entry]:
    """The cars of one month; in the month of the marking they stand before it."""
    month, count = found
    first, last = month_days(dt.date(FIRST_DAY.year, month, 1))
    if site == "SISHUI":
        first = max(first, MOVE_DAY)
    if marked_on.month == month:
        last = marked_on - ONE_DAY
    days = list(workdays(first, min(last, LAST_DAY)))
    for number in range(count):
        day = days[number * len(days) // count]
        found_at = moment(day, office.random.randrange(8, 17), office.random.randrange(60))
        yield Entry(found_at, 2, partial(_violation, office, words, site))


def _violation(office: Office, words: dict[str, Any], site: str) -> None:
    chance, found_at = office.random, now()
    guard = guard_at(office, site)
    car = chance.randrange(len(words["plates"]))
    owner = words["owners"][car]
    place = chance.choice(words["places"])
    row = create_record(
        ParkingViolation,
        {
            "site": office.key(Site, site),
            "place": place,
            "kind": "fire_lane" if "消防" in place else "outside",
            "plate": words["plates"][car],
            "owner": office.staff_id(owner) if owner else None,
            "found_at": found_at,
            "found_by": guard.staff_id,
        },
        actor=guard,
    )
    with at(found_at + 5 * MINUTE):
        only(notify_parking_violations(seen=[Seen(row.id)], actor=guard))
    with at(found_at + chance.randrange(10, 90) * MINUTE):
        handled = chance.choice(words["handled"])
        only(handle_parking_violations(seen=[Seen(row.id)], handled=handled, actor=guard))


def _inspect(office: Office, row: dict[str, Any]) -> None:
    """The captain inspects, the deputy signs, and what was found is put right within a week."""
    captain, inspected_at = office.actor("captain"), now()
    findings = row.get("findings", "")
    check = create_record(
        FireCheck,
        {
            "site": office.key(Site, row["site"]),
            "kind": row["kind"],
            "checked_on": local_today(),
            "inspector": captain.staff_id,
            "extent": row["extent"],
            "findings": findings,
            "rectify_by": local_today() + RECTIFIED if findings else None,
        },
        actor=captain,
    )
    with at(inspected_at + 60 * MINUTE):
        only(sign_fire_checks(seen=[Seen(check.id)], actor=office.actor("deputy")))
    if findings:
        with at(inspected_at + RECTIFIED):
            only(close_fire_checks(seen=[Seen(check.id)], note=row["closed"], actor=captain))


def report(office: Office, row: dict[str, Any], happened_at: dt.datetime) -> Incident:
    """The guard at the gate reports an incident; ``row`` as one of ``data/guarding.toml``."""
    guard = guard_at(office, row["site"])
    incident = create_record(
        Incident,
        {
            "site": office.key(Site, row["site"]),
            "post": office.key(GuardPost, GATES[row["site"]]),
            "reporter": guard.staff_id,
            "happened_at": happened_at,
            **{name: row[name] for name in ("kind", "severity", "place", "what", "first_steps")},
        },
        actor=guard,
    )
    only(report_incidents(seen=[Seen(incident.id)], actor=guard))
    return incident


def _incident(office: Office, row: dict[str, Any]) -> None:
    incident = report(office, row, _at(row))
    with at(now() + RECTIFIED):
        only(
            close_incidents(
                seen=[Seen(incident.id)],
                handled=row["handled"],
                loss=row.get("loss", ""),
                actor=office.actor("captain"),
            )
        )


def _at(row: dict[str, Any]) -> dt.datetime:
    happened: dt.datetime = row["happened_at"]
    return moment(happened.date(), happened.hour, happened.minute)
