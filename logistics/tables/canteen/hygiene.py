"""Hygiene of the kitchen: retained samples (食品留样), disinfection, health certificates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    Instant,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.canteen.kitchen import Canteen
from logistics.tables.canteen.menus import MenuItem
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

LEAST_GRAMS = 125
HOURS_KEPT = 48
TOO_LITTLE = _("A sample weighs at least %(grams)s g.", grams=LEAST_GRAMS)
TOO_EARLY = _("A sample is kept for at least %(hours)s hours.", hours=HOURS_KEPT)


class FoodSample(BaseModel):
    """The sample of a dish: expected for each dish of a published menu, at least 125 g, 48 hours.

    A row that is still expected after its day is a sample that was never taken (R29).
    """

    LABEL = _("Food sample")
    LABEL_MANY = _("Food samples")
    TITLE = "dish_name"
    LIST = ("served_on", "canteen", "dish_name", "status", "grams", "taken_at", "taken_by")
    SEARCH = ("dish_name", "taken_by.name", "excuse")
    SORT = "-served_on,canteen,id"
    OWNED = (
        "menu_item",
        "dish_name",
        "canteen",
        "served_on",
        "status",
        "grams",
        "taken_at",
        "taken_by",
        "discard_after",
        "discarded_at",
        "discarded_by",
        "excuse",
    )
    SCOPE = Scope(site="canteen.site", unit="canteen.manager.unit")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("menu_item",),)
    INDEXES = (("canteen", "served_on"), ("status", "served_on"))
    CHECKS = (
        Rule("food_sample_weight", f"grams IS NULL OR grams >= {LEAST_GRAMS}", TOO_LITTLE),
        Rule(
            "food_sample_kept",
            "discarded_at IS NULL OR discarded_at >= discard_after",
            TOO_EARLY,
        ),
        Rule(
            "food_sample_taken",
            "status = 'expected' OR status = 'excused' OR (grams IS NOT NULL AND taken_at IS NOT"
            " NULL AND taken_by_id IS NOT NULL AND discard_after IS NOT NULL)",
            _("A sample that was taken has a weight, a time and a name."),
        ),
    )

    menu_item = Reference(MenuItem, _("Dish of a menu"))
    dish_name = Text(_("Dish"), max_length=60)
    canteen = Reference(Canteen, _("Canteen"))
    served_on = Day(_("Served on"))
    status = Choice(
        _("Status"),
        {
            "expected": _("To be taken"),
            "kept": _("Kept"),
            "discarded": _("Discarded"),
            "excused": _("Not served"),
        },
        default="expected",
        tones={"expected": "warn", "kept": "info", "discarded": "ok"},
    )
    grams = Whole(_("Sample weight"), null=True, unit=_("g"))
    taken_at = Instant(_("Taken at"), null=True)
    taken_by = Reference(Staff, _("Taken by"), null=True)
    discard_after = Instant(_("To be kept until"), null=True)
    discarded_at = Instant(_("Discarded at"), null=True)
    discarded_by = Reference(Staff, _("Discarded by"), null=True)
    excuse = Text(_("Why there is no sample"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.served_on:%Y-%m-%d} {self.dish_name}"


class DisinfectionLog(BaseModel):
    """A disinfection of tableware or rooms; expected for each day of a published menu (R29)."""

    LABEL = _("Disinfection")
    LABEL_MANY = _("Disinfections")
    TITLE = "day"
    LIST = ("day", "canteen", "subject", "status", "method", "minutes", "done_at", "done_by")
    SEARCH = ("canteen.name", "done_by.name", "note")
    SORT = "-day,canteen,subject"
    OWNED = (
        "canteen",
        "day",
        "subject",
        "status",
        "method",
        "minutes",
        "done_at",
        "done_by",
        "note",
    )
    SCOPE = Scope(site="canteen.site", unit="canteen.manager.unit")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("canteen", "day", "subject"),)
    INDEXES = (("status", "day"),)
    CHECKS = (
        Rule(
            "disinfection_log_done",
            "status = 'expected' OR (done_at IS NOT NULL AND done_by_id IS NOT NULL)",
            _("A disinfection that was done has a time and a name."),
        ),
    )

    canteen = Reference(Canteen, _("Canteen"))
    day = Day(_("Day"))
    subject = Choice(
        _("Disinfected object"),
        {
            "tableware": _("Tableware"),
            "kitchen": _("Kitchen and tools"),
            "hall": _("Dining hall"),
        },
    )
    status = Choice(
        _("Status"),
        {"expected": _("To be done"), "done": _("Disinfected")},
        default="expected",
        tones={"expected": "warn", "done": "ok"},
    )
    method = Choice(
        _("Means of disinfection"),
        {
            "heat": _("Heat"),
            "steam": _("Steam"),
            "chlorine": _("Chlorine"),
            "ultraviolet": _("Ultraviolet"),
        },
        null=True,
    )
    minutes = Whole(_("Duration"), null=True, minimum=1, unit=_("min"))
    done_at = Instant(_("Done at"), null=True)
    done_by = Reference(Staff, _("Done by"), null=True)
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.canteen} {self.day:%Y-%m-%d}"


class HealthCertificate(BaseModel):
    """A health certificate (健康证) of somebody who works in a canteen (R29)."""

    LABEL = _("Health certificate")
    LABEL_MANY = _("Health certificates")
    TITLE = "staff"
    LIST = ("staff", "number", "issued_on", "expires_on", "issuer")
    SEARCH = ("staff.name", "issuer")
    SORT = "expires_on"
    PERSONAL = ("number",)
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    UNIQUE = (("staff", "issued_on"),)
    INDEXES = (("expires_on",),)
    CHECKS = (Rule("health_certificate_period", "expires_on >= issued_on", ENDS_AFTER_START),)

    staff = Reference(Staff, _("Staff member"))
    number = Text(_("Certificate number"), max_length=40)
    issued_on = Day(_("Certified on"))
    expires_on = Day(_("Valid until"), help=_("Renew it in time: nobody cooks without one."))
    issuer = Text(_("Issuing clinic"), max_length=80, default="")

    def __str__(self) -> str:
        return f"{self.staff} {self.expires_on:%Y-%m-%d}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.issued_on and row.expires_on and row.expires_on < row.issued_on:
            yield "expires_on", ENDS_AFTER_START
