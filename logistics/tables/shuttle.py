"""The shuttle: timetables in versions, their stops and connections, and every run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Clock,
    Day,
    Flag,
    Instant,
    LongText,
    NoOverlap,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.fleet import Vehicle
from logistics.tables.organisation import Site
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

MINUTES = _("minutes")
ON_TIME_MINUTES = 5


class ShuttleRoute(BaseModel):
    """One version of a line's timetable (通勤车时刻表); a published one stays (R61, R62, R63).

    All versions of a line share its ``code``; of the published ones no two hold on the same day.
    """

    LABEL = _("Shuttle timetable")
    LABEL_MANY = _("Shuttle timetables")
    LIST = (
        "code",
        "version",
        "name",
        "kind",
        "site",
        "vehicle",
        "driver",
        "starts_on",
        "ends_on",
        "status",
    )
    SEARCH = ("code", "name", "notice")
    SORT = "code,-version"
    FORM = (
        (_("Shuttle line"), ("code", "version", "name", "kind", "site")),
        (_("Validity"), ("starts_on", "ends_on", "notice")),
        (_("Who drives"), ("vehicle", "driver")),
    )
    OWNED = ("status", "published_by", "published_at")
    SCOPE = SHARED
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    UNIQUE = (("code", "version"),)
    NO_OVERLAP = (
        NoOverlap(
            "shuttle_route_one_version",
            ("code",),
            "starts_on",
            "ends_on",
            "status = 'published'",
            _("Another version of this line holds on some of these days."),
        ),
    )
    CHECKS = (
        Rule("shuttle_route_interval", "ends_on IS NULL OR ends_on >= starts_on", ENDS_AFTER_START),
    )

    code = Text(_("Shuttle line"), max_length=20, help=_("Stays the same over all versions."))
    version = Whole(_("Version"), default=1, minimum=1)
    name = Text(_("Name"), max_length=60)
    kind = Choice(
        _("Kind"),
        {"trunk": _("Original line"), "feeder": _("Feeder to the original lines")},
        default="trunk",
        help=_("A feeder ends where its passengers change."),
    )
    site = Reference(Site, _("Leaves from"))
    vehicle = Reference(Vehicle, _("Vehicle"), null=True)
    driver = Reference(Staff, _("Driver"), null=True)
    starts_on = Day(_("Valid from"))
    ends_on = Day(_("Valid until"), null=True, help=_("Empty: until a newer version begins."))
    notice = LongText(_("Notice to passengers"), default="")
    published_by = Reference(Account, _("Published by"), null=True)
    published_at = Instant(_("Published at"), null=True)
    status = Choice(
        _("Status"),
        {"draft": _("Draft"), "published": _("Published")},
        default="draft",
        tones={"published": "ok"},
    )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield "ends_on", ENDS_AFTER_START


class ShuttleStop(BaseModel):
    """A stop of a timetable with its planned time; at a transfer stop people change (R62)."""

    LABEL = _("Shuttle stop")
    LABEL_MANY = _("Shuttle stops")
    TITLE = "name"
    LIST = ("route", "position", "name", "planned_time", "is_transfer")
    SEARCH = ("name", "route.name")
    SORT = "route,position"
    DOCUMENT = "route"
    FORM = ((_("Stop"), ("position", "name", "planned_time", "is_transfer")),)
    SCOPE = SHARED
    UNIQUE = (("route", "position"),)

    route = Reference(ShuttleRoute, _("Shuttle timetable"), backref="stops")
    position = Whole(_("Order"), minimum=1)
    name = Text(_("Name of the stop"), max_length=60)
    planned_time = Clock(_("Planned time"))
    is_transfer = Flag(_("Transfer stop"))

    def __str__(self) -> str:
        return f"{self.route} · {self.name} {self.planned_time:%H:%M}"


class ShuttleConnection(BaseModel):
    """What a feeder is guaranteed at a transfer stop (接驳规则): the trunk leaves after it (R62).

    Arrival + ``min_gap`` ≤ departure; where that is not so the trunk waits up to ``max_wait``.
    """

    LABEL = _("Shuttle connection")
    LABEL_MANY = _("Shuttle connections")
    TITLE = "trunk_stop"
    LIST = ("route", "feeder_stop", "trunk_stop", "min_gap", "max_wait")
    SEARCH = ("route.name", "feeder_stop.name")
    SORT = "route,feeder_stop"
    DOCUMENT = "route"
    FORM = ((_("Connection"), ("feeder_stop", "trunk_stop", "min_gap", "max_wait")),)
    SCOPE = SHARED
    UNIQUE = (("feeder_stop", "trunk_stop"),)
    CHECKS = (
        Rule(
            "shuttle_connection_two_stops",
            "feeder_stop_id <> trunk_stop_id",
            _("A connection leads from one line to another."),
        ),
    )

    route = Reference(ShuttleRoute, _("Shuttle timetable"), backref="connections")
    feeder_stop = Reference(ShuttleStop, _("Arrival of the feeder"))
    trunk_stop = Reference(ShuttleStop, _("Departure of the original line"))
    min_gap = Whole(_("Time to change"), default=3, minimum=0, maximum=60, unit=MINUTES)
    max_wait = Whole(
        _("Longest wait"),
        default=5,
        minimum=0,
        maximum=60,
        unit=MINUTES,
        help=_("So long the original line waits for a late feeder."),
    )

    def __str__(self) -> str:
        return f"{self.feeder_stop} → {self.trunk_stop}"


class ShuttleRun(BaseModel):
    """One run of a line on one working day: expected beforehand, reported after it (R61, R62)."""

    LABEL = _("Shuttle run")
    LABEL_MANY = _("Shuttle runs")
    TITLE = "day"
    LIST = (
        "day",
        "route",
        "vehicle",
        "driver",
        "starts_at",
        "departed_at",
        "transfer_at",
        "boarded",
        "is_missed",
        "status",
    )
    SEARCH = ("route.name", "vehicle.plate", "driver.name", "note")
    AHEAD = "day"
    SORT = "-day,route"
    OWNED = (
        "day",
        "route",
        "vehicle",
        "driver",
        "starts_at",
        "ends_at",
        "departed_at",
        "transfer_at",
        "arrived_at",
        "boarded",
        "is_missed",
        "note",
        "status",
    )
    SCOPE = Scope(site="route.site", owner="driver")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("route", "day"),)
    NO_OVERLAP = (
        NoOverlap(
            "shuttle_run_one_vehicle",
            ("vehicle",),
            "starts_at",
            "ends_at",
            "status <> 'cancelled'",
            _("This vehicle runs another line at that time."),
        ),
        NoOverlap(
            "shuttle_run_one_driver",
            ("driver",),
            "starts_at",
            "ends_at",
            "status <> 'cancelled'",
            _("This driver runs another line at that time."),
        ),
    )
    CHECKS = (
        Rule("shuttle_run_interval", "ends_at > starts_at", ENDS_AFTER_START),
        Rule(
            "shuttle_run_times",
            "arrived_at IS NULL OR departed_at IS NULL OR arrived_at >= departed_at",
            _("The coach cannot arrive before it leaves."),
        ),
        Rule(
            "shuttle_run_reported",
            "status <> 'done' OR (departed_at IS NOT NULL AND boarded IS NOT NULL)",
            _("A reported run needs its departure and the number of passengers."),
        ),
    )
    INDEXES = (("day", "status"), ("driver", "day"))

    day = Day(_("Day"))
    route = Reference(ShuttleRoute, _("Shuttle timetable"))
    vehicle = Reference(Vehicle, _("Vehicle"))
    driver = Reference(Staff, _("Driver"))
    starts_at = Instant(_("Planned departure"))
    ends_at = Instant(_("Planned arrival"))
    departed_at = Instant(_("Actual departure"), null=True)
    transfer_at = Instant(
        _("At the transfer stop"),
        null=True,
        help=_("A feeder's arrival there, an original line's departure."),
    )
    arrived_at = Instant(_("Actual arrival"), null=True)
    boarded = Whole(_("Passengers"), null=True, minimum=0, unit=_("people"))
    is_missed = Flag(_("Connection missed"))
    note = Text(_("Remarks"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {
            "expected": _("Run not reported yet"),
            "done": _("Run reported"),
            "cancelled": _("Run cancelled"),
        },
        default="expected",
        tones={"expected": "neutral", "done": "ok", "cancelled": "bad"},
    )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.route.name}"


__all__ = ["ON_TIME_MINUTES", "ShuttleConnection", "ShuttleRoute", "ShuttleRun", "ShuttleStop"]
