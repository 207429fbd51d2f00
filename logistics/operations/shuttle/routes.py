"""Timetables: drafted as a new version, published once their connections can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from logistics.auditing import record, snapshot
from logistics.database import local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, change, load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.shuttle import Meeting, meetings_at, meetings_of, stops_of
from logistics.tables.shuttle import ShuttleConnection, ShuttleRoute, ShuttleRun, ShuttleStop
from logistics.wording import _

ONE_DAY = dt.timedelta(days=1)


def publish_shuttle_routes(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Put drafted timetables in force from their first day on (R61, R62, R63).

    The version before ends on the day before; its runs expected later are taken back. Refused: too
    few stops, times that do not rise, a connection that no waiting can hold.
    """

    def publish(wanted: Seen) -> ShuttleRoute:
        route = load(ShuttleRoute, wanted)
        require_verb(actor, "publish_shuttle_routes", route)
        if route.created_by_id is not None and route.created_by_id == actor.account_id:
            raise NotPermitted(_("Whoever drafted a timetable leaves its publication to another."))
        stops = stops_of(route)
        _refuse_timetable(route, stops)
        _refuse_connections(route)
        with explained(ShuttleRoute):
            before = _end_version_before(route, actor)
            published = move(
                ShuttleRoute,
                wanted,
                to="published",
                out_of=("draft",),
                actor=actor,
                verb="publish_shuttle_routes",
                changes={"published_by": actor.account_id, "published_at": now()},
            )
        if before is not None:
            _lead_over(before, stops, published, actor)
        words = _(
            "%(route)s holds from %(day)s on: leaves %(stop)s at %(time)s.",
            route=str(route),
            day=route.starts_on,
            stop=stops[0].name,
            time=f"{stops[0].planned_time:%H:%M}",
        )
        notify(route.driver, words, link=f"/admin/shuttle_route/details/?id={route.id}")
        return published

    return each(seen, publish, done=_("Published"), model=ShuttleRoute)


def revise_shuttle_routes(
    *, seen: Sequence[Seen], starts_on: dt.date | str, actor: Actor
) -> list[Outcome]:
    """Draft the next version of timetables, with the same stops and connections (R61)."""
    given, errors = clean_values(ShuttleRoute, {"starts_on": starts_on})
    if errors:
        raise InvalidRecord(errors)

    def revise(wanted: Seen) -> ShuttleRoute:
        route = load(ShuttleRoute, wanted)
        require_verb(actor, "revise_shuttle_routes", route)
        versions = ShuttleRoute.select(ShuttleRoute.version).where(ShuttleRoute.code == route.code)
        copied = {
            name: route.__data__[name]
            for name in ("code", "name", "kind", "site", "vehicle", "driver", "notice")
        }
        number = max(row.version for row in versions) + 1
        draft = ShuttleRoute(**copied, **given, version=number)
        add(draft, actor=actor, verb="revise_shuttle_routes")
        stops: dict[int, ShuttleStop] = {}
        for stop in stops_of(route):
            same = {
                name: stop.__data__[name]
                for name in ("position", "name", "planned_time", "is_transfer")
            }
            stops[stop.id] = add(
                ShuttleStop(**same, route=draft), actor=actor, verb="revise_shuttle_routes"
            )
        for meeting in meetings_of(route):
            connection = meeting.connection
            row = ShuttleConnection(
                route=draft,
                feeder_stop=stops[connection.feeder_stop_id],
                trunk_stop=connection.trunk_stop_id,
                min_gap=connection.min_gap,
                max_wait=connection.max_wait,
            )
            add(row, actor=actor, verb="revise_shuttle_routes")
        return draft

    return each(seen, revise, done=_("New version drafted"), model=ShuttleRoute)


def end_shuttle_routes(
    *, seen: Sequence[Seen], ends_on: dt.date | str, actor: Actor
) -> list[Outcome]:
    """Give timetables a last day, today at the earliest; later runs are taken back."""
    given, errors = clean_values(ShuttleRoute, {"ends_on": ends_on})
    if not errors and (given["ends_on"] is None or given["ends_on"] < local_today()):
        errors["ends_on"] = [_("Give today or a later day.")]
    if errors:
        raise InvalidRecord(errors)

    def end(wanted: Seen) -> ShuttleRoute:
        route = load(ShuttleRoute, wanted)
        require_verb(actor, "end_shuttle_routes", route)
        if route.status != "published":
            raise WrongState(_("%(route)s is not in force.", route=str(route)))
        if given["ends_on"] < route.starts_on:
            raise RuleViolation(_("The end lies before the start."), field="ends_on")
        with explained(ShuttleRoute):
            route = change(route, given, actor=actor, verb="end_shuttle_routes")
        _take_back_runs(route, given["ends_on"], actor, "end_shuttle_routes")
        return route

    return each(seen, end, done=_("Ended"), model=ShuttleRoute)


def _refuse_timetable(route: ShuttleRoute, stops: Sequence[ShuttleStop]) -> None:
    if route.starts_on < local_today():
        raise RuleViolation(_("It would hold from a day that is past."), field="starts_on")
    if route.vehicle_id is None or route.driver_id is None:
        raise RuleViolation(_("Name the vehicle and the driver first."), field="vehicle")
    if len(stops) < 2:
        raise RuleViolation(_("A timetable needs at least two stops."))
    for earlier, later in zip(stops, stops[1:], strict=False):
        if later.planned_time <= earlier.planned_time:
            raise RuleViolation(
                _(
                    "%(later)s comes after %(earlier)s, but not at a later time.",
                    later=later.name,
                    earlier=earlier.name,
                )
            )


def _refuse_connections(route: ShuttleRoute) -> None:
    """A feeder's connections lead to a trunk in force that waits long enough (R62)."""
    meetings = meetings_of(route)
    if route.kind == "feeder" and not meetings:
        raise RuleViolation(_("A feeder needs a connection to an original line."))
    for meeting in meetings:
        trunk = meeting.trunk_stop.route
        if meeting.feeder_stop.route_id != route.id or not meeting.feeder_stop.is_transfer:
            raise RuleViolation(
                _("%(stop)s is no transfer stop of this timetable.", stop=meeting.feeder_stop.name)
            )
        in_force = trunk.ends_on is None or trunk.ends_on >= route.starts_on
        if trunk.status != "published" or not in_force:
            raise RuleViolation(
                _("%(trunk)s is not in force from then on.", trunk=str(trunk)), field="trunk_stop"
            )
        _refuse_meeting(meeting)


def _refuse_meeting(meeting: Meeting) -> None:
    if not meeting.holds:
        raise RuleViolation(
            _(
                "%(stop)s: the feeder comes in at %(arrival)s, changing takes %(gap)s minutes; "
                "%(trunk)s leaves at %(departure)s and waits %(wait)s minutes at most.",
                stop=meeting.feeder_stop.name,
                arrival=f"{meeting.feeder_stop.planned_time:%H:%M}",
                gap=meeting.connection.min_gap,
                trunk=meeting.trunk_stop.route.name,
                departure=f"{meeting.trunk_stop.planned_time:%H:%M}",
                wait=meeting.connection.max_wait,
            )
        )


def _end_version_before(route: ShuttleRoute, actor: Actor) -> ShuttleRoute | None:
    """The version in force until now ends on the day before; None when there is none."""
    before: ShuttleRoute | None = ShuttleRoute.get_or_none(
        (ShuttleRoute.code == route.code)
        & (ShuttleRoute.status == "published")
        & (ShuttleRoute.starts_on < route.starts_on)
        & (ShuttleRoute.ends_on.is_null() | (ShuttleRoute.ends_on >= route.starts_on))
    )
    if before is None:
        return None
    last = route.starts_on - ONE_DAY
    before = change(before, {"ends_on": last}, actor=actor, verb="publish_shuttle_routes")
    _take_back_runs(before, last, actor, "publish_shuttle_routes")
    return before


def _lead_over(
    before: ShuttleRoute, stops: Sequence[ShuttleStop], route: ShuttleRoute, actor: Actor
) -> None:
    """Feeders that met the version before meet the new one at the stop of the same name."""
    by_name = {stop.name: stop for stop in stops}
    for meeting in meetings_at(before, route.starts_on):
        stop = by_name.get(meeting.trunk_stop.name)
        if stop is None:
            raise RuleViolation(
                _(
                    "%(feeder)s meets this line at %(stop)s, where it would no longer stop.",
                    feeder=meeting.feeder_stop.route.name,
                    stop=meeting.trunk_stop.name,
                )
            )
        _refuse_meeting(meeting._replace(trunk_stop=stop))
        change(
            meeting.connection,
            {"trunk_stop": stop.id},
            actor=actor,
            verb="publish_shuttle_routes",
        )


def _take_back_runs(route: ShuttleRoute, last: dt.date, actor: Actor, verb: str) -> None:
    """Runs that are only expected after the last day of their timetable will not take place."""
    rows = ShuttleRun.select().where(
        (ShuttleRun.route == route.id) & (ShuttleRun.day > last) & (ShuttleRun.status == "expected")
    )
    for row in rows:
        before = snapshot(row)
        ShuttleRun.delete().where(ShuttleRun.id == row.id).execute()
        record(actor, verb, row, before=before, after={})


__all__ = ["end_shuttle_routes", "publish_shuttle_routes", "revise_shuttle_routes"]
