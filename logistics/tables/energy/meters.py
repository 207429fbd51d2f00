"""Meters, what they show month by month, and what happens when one is replaced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Day,
    Exact,
    Flag,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel, Ledger
from logistics.tables.organisation import Building, Site, Unit
from logistics.tables.people import Staff
from logistics.wording import Words, _

METERED = {
    "electricity": _("Electric power"),
    "water": _("Water"),
    "gas": _("Natural gas"),
    "heat": _("Heat supplied"),
}
FUELS = {
    "petrol": _("Petrol"),
    "diesel": _("Diesel"),
    "lpg": _("Liquefied gas"),
    "coal": _("Raw coal"),
}
ENERGY_KINDS = {**METERED, **FUELS}
UNITS = {
    "electricity": _("kWh"),
    "water": _("m³"),
    "gas": _("m³"),
    "heat": _("MJ"),
    "petrol": _("litres"),
    "diesel": _("litres"),
    "lpg": _("kg"),
    "coal": _("kg"),
}
"""In what each kind is measured, and in what its use is written down."""
READ = ("read", "estimated")
FIRST_OF_MONTH = _("Give the first day of the month.")


class Meter(BaseModel):
    """A meter (计量器具). A sub-meter counts a part of what its main meter counts (R77)."""

    LABEL = _("Meter")
    LABEL_MANY = _("Meters")
    LIST = ("code", "name", "site", "kind", "parent", "unit", "factor", "serial_no", "removed_on")
    SEARCH = ("code", "name", "serial_no", "covers")
    SORT = "site,kind,code"
    FORM = (
        (_("Meter"), ("code", "name", "kind", "serial_no", "digits", "factor")),
        (_("Place"), ("site", "building", "parent", "unit", "covers")),
        (_("Time"), ("installed_on", "first_value", "removed_on")),
    )
    SCOPE = Scope(site="site", unit="unit")
    CHECKS = (
        Rule(
            "meter_not_own_parent",
            "parent_id <> id",
            _("A meter cannot be its own main meter."),
        ),
        Rule("meter_factor_positive", "factor > 0", _("The factor must be above zero.")),
        Rule(
            "meter_removed_after_installed",
            "removed_on IS NULL OR removed_on >= installed_on",
            _("The end lies before the start."),
        ),
    )

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60)
    site = Reference(Site, _("Office area"))
    building = Reference(Building, _("Building"), null=True)
    kind = Choice(_("Kind of energy"), METERED)
    parent = Reference(
        "self",
        _("Main meter"),
        null=True,
        help=_("What a sub-meter shows is contained in its main meter and is not added again."),
    )
    unit = Reference(
        Unit, _("Unit"), null=True, help=_("Whose use it counts; empty for the whole office area.")
    )
    covers = Text(_("What it counts"), max_length=120, default="")
    serial_no = Text(_("Serial number of the meter"), max_length=40, default="")
    factor = Quantity(
        _("Factor"), default=1, help=_("By what the difference of two readings is multiplied.")
    )
    digits = Whole(
        _("Digits"),
        default=6,
        minimum=3,
        maximum=9,
        help=_("Digits before the point; after the largest number it begins again at 0."),
    )
    installed_on = Day(_("Installed on"))
    first_value = Quantity(_("First reading"), default=0, minimum=0)
    removed_on = Day(_("Removed on"), null=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        main = row.parent
        if main is not None and (main.site_id, main.kind) != (row.site_id, row.kind):
            yield "parent", _("A main meter counts the same kind of energy at the same place.")
        if main is not None and main.parent_id is not None and main.parent_id == row.id:
            yield "parent", _("These two meters would each be the main meter of the other.")


class MeterReading(BaseModel):
    """A month's reading of a meter; expected in advance, so that a missing one shows (R77)."""

    LABEL = _("Meter reading")
    LABEL_MANY = _("Meter readings")
    TITLE = "month"
    LIST = ("meter", "month", "due_on", "read_on", "previous", "value", "used", "status", "staff")
    SEARCH = ("meter.code", "meter.name", "note")
    SORT = "-month,meter"
    OWNED = (
        "meter",
        "month",
        "due_on",
        "read_on",
        "previous",
        "value",
        "used",
        "rolled_over",
        "status",
        "staff",
        "note",
    )
    SCOPE = Scope(site="meter.site", unit="meter.unit")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("meter", "month"),)
    INDEXES = (("month", "status"),)
    CHECKS = (
        Rule(
            "meter_reading_used_positive",
            "used IS NULL OR used >= 0",
            _("A meter does not run backwards."),
        ),
        Rule(
            "meter_reading_has_value",
            "status = 'expected' OR (value IS NOT NULL AND used IS NOT NULL)",
            _("Enter what the meter shows."),
        ),
    )

    meter = Reference(Meter, _("Meter"))
    month = Day(_("Month counted"), help=_("Its first day."))
    due_on = Day(_("To be read by"))
    read_on = Day(_("Read on"), null=True)
    previous = Quantity(_("Reading before"), null=True, minimum=0)
    value = Quantity(_("Reading"), null=True, minimum=0)
    used = Quantity(
        _("Amount used"),
        null=True,
        help=_("Over a replacement: what the old meter still counted, and what the new one did."),
    )
    rolled_over = Flag(_("Began again at 0"))
    status = Choice(
        _("Status"),
        {
            "expected": _("Reading due"),
            "read": _("Reading taken"),
            "estimated": _("Estimated"),
        },
        default="expected",
        tones={"expected": "info", "read": "ok", "estimated": "warn"},
    )
    staff = Reference(Staff, _("Read by"), null=True)
    note = Text(_("Note"), max_length=120, default="")

    def __str__(self) -> str:
        return f"{self.meter} {self.month:%Y-%m}"


class MeterReplacement(Ledger):
    """A meter that was replaced by another: the last number of the old, the first of the new."""

    LABEL = _("Meter replacement")
    LABEL_MANY = _("Meter replacements")
    TITLE = "meter"
    LIST = (
        "meter",
        "replaced_on",
        "old_serial_no",
        "old_end",
        "new_serial_no",
        "new_start",
        "new_factor",
        "reason",
    )
    SEARCH = ("meter.code", "meter.name", "old_serial_no", "new_serial_no", "reason")
    SORT = "-replaced_on,-id"
    OWNED = (
        "meter",
        "replaced_on",
        "old_serial_no",
        "old_end",
        "old_factor",
        "new_serial_no",
        "new_start",
        "new_factor",
        "reason",
        "staff",
    )
    SCOPE = Scope(site="meter.site", unit="meter.unit")
    INDEXES = (("meter", "replaced_on"),)

    meter = Reference(Meter, _("Meter"))
    replaced_on = Day(_("Replaced on"))
    old_serial_no = Text(_("Serial number of the old one"), max_length=40, default="")
    old_end = Quantity(_("Last reading of the old one"), minimum=0)
    old_factor = Quantity(_("Factor of the old one"))
    new_serial_no = Text(_("Serial number of the new one"), max_length=40, default="")
    new_start = Quantity(_("First reading of the new one"), minimum=0)
    new_factor = Quantity(_("Factor of the new one"))
    reason = Text(_("Reason"), max_length=120)
    staff = Reference(Staff, _("Entered by"), null=True)

    def __str__(self) -> str:
        return f"{self.meter} {self.replaced_on:%Y-%m-%d}"


class EnergyCoefficient(BaseModel):
    """How much standard coal one unit of an energy is worth, from a day on (折标系数, R77)."""

    LABEL = _("Coal equivalent")
    LABEL_MANY = _("Coal equivalents")
    TITLE = "kind"
    LIST = ("kind", "kgce", "density", "starts_on", "source")
    SEARCH = ("source",)
    SORT = "kind,-starts_on"
    SCOPE = SHARED
    UNIQUE = (("kind", "starts_on"),)
    CHECKS = (
        Rule("energy_coefficient_positive", "kgce > 0", _("This must be above zero.")),
        Rule(
            "energy_coefficient_density",
            "density IS NULL OR density > 0",
            _("This must be above zero."),
        ),
    )

    kind = Choice(
        _("Kind of energy"), {code: ENERGY_KINDS[code] for code in ENERGY_KINDS if code != "water"}
    )
    kgce = Exact(
        _("kgce a unit"),
        scale=6,
        help=_("Standard coal in kg for one kWh, m³, MJ, or one kg of fuel."),
    )
    density = Exact(
        _("kg a litre"),
        scale=4,
        null=True,
        help=_("Only for fuels that are bought by the litre and reckoned by the kg."),
    )
    starts_on = Day(_("Valid from"), help=_("Until the next value for the same energy begins."))
    source = Text(_("Source"), max_length=120, default="")

    def __str__(self) -> str:
        return f"{self.kgce} kgce"


__all__ = [
    "ENERGY_KINDS",
    "FIRST_OF_MONTH",
    "FUELS",
    "METERED",
    "READ",
    "UNITS",
    "EnergyCoefficient",
    "Meter",
    "MeterReading",
    "MeterReplacement",
]
