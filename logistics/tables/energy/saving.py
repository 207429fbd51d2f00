"""What uses energy, and what is done to use less of it."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    Exact,
    Flag,
    LongText,
    Money,
    Quantity,
    Reference,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.energy.meters import ENERGY_KINDS
from logistics.tables.organisation import Room, Site
from logistics.tables.people import Staff
from logistics.wording import _

YUAN = _("yuan")
TOPICS = {
    "energy": _("Saving energy"),
    "water": _("Saving water"),
    "material": _("Saving material"),
}


class EnergyEquipment(BaseModel):
    """A thing that uses energy, as the survey found it (R76)."""

    LABEL = _("Energy-using equipment")
    LABEL_MANY = _("Energy-using equipment")
    LIST = (
        "name",
        "site",
        "place",
        "equipment_class",
        "kind",
        "quantity",
        "power",
        "hours",
        "is_high_consumption",
        "surveyed_on",
    )
    SEARCH = ("name", "place", "remarks")
    SORT = "site,name"
    FORM = (
        (_("Equipment"), ("name", "equipment_class", "kind", "quantity", "power", "hours")),
        (_("Place"), ("site", "room", "place")),
        (_("Survey of equipment"), ("surveyed_on", "is_high_consumption", "remarks")),
    )
    SCOPE = Scope(site="site")

    name = Text(_("Name"), max_length=80)
    equipment_class = Choice(
        _("Class"),
        {
            "cooling": _("Air conditioning"),
            "heating": _("Heating"),
            "lighting": _("Lighting"),
            "lift": _("Lifts"),
            "kitchen": _("Kitchen"),
            "computing": _("Computers and network"),
            "pump": _("Pumps"),
            "generator": _("Generators"),
            "other": _("Other"),
        },
    )
    kind = Choice(_("Kind of energy"), ENERGY_KINDS, default="electricity")
    site = Reference(Site, _("Office area"))
    room = Reference(Room, _("Room"), null=True)
    place = Text(_("Place"), max_length=80, default="")
    quantity = Whole(_("Quantity"), default=1, minimum=1)
    power = Exact(_("Power"), null=True, minimum=0, unit=_("kW"), help=_("Of one piece."))
    hours = Whole(_("Hours a year"), null=True, minimum=0, maximum=8784, unit=_("hours"))
    is_high_consumption = Flag(
        _("High consumption"), help=_("It then needs a measure that controls it.")
    )
    surveyed_on = Day(_("Looked into on"), null=True)
    remarks = LongText(_("Remarks"), default="")

    def __str__(self) -> str:
        return str(self.name)


class EnergyMeasure(BaseModel):
    """Something done to use less: of energy, of water, of material (R75, R76, R77)."""

    LABEL = _("Saving measure")
    LABEL_MANY = _("Saving measures")
    TITLE = "action"
    LIST = (
        "topic",
        "action",
        "site",
        "equipment",
        "is_new_technology",
        "owner",
        "due_on",
        "status",
        "saving_estimated",
        "saving_measured",
    )
    SEARCH = ("action", "effect", "owner.name")
    SORT = "-due_on"
    FORM = (
        (_("Saving measure"), ("topic", "action", "site", "equipment", "is_new_technology")),
        (_("Plan"), ("owner", "due_on", "cost", "kind", "saving_estimated")),
    )
    OWNED = ("status", "done_on", "saving_measured", "effect", "verified_on")
    SCOPE = Scope(site="site", owner="owner")
    EDITABLE_IN = ("planned",)
    DELETABLE_IN = ("planned",)
    INDEXES = (("status", "due_on"),)

    topic = Choice(_("Topic"), TOPICS, default="energy")
    action = Text(_("What is done"), max_length=200)
    site = Reference(Site, _("Office area"))
    equipment = Reference(EnergyEquipment, _("Equipment"), null=True)
    is_new_technology = Flag(_("New technology or product"))
    owner = Reference(Staff, _("Responsible"))
    due_on = Day(_("To be done by"))
    cost = Money(_("Cost of the measure"), default=0, minimum=0, unit=YUAN)
    kind = Choice(
        _("What is saved"),
        {**ENERGY_KINDS, "material": _("Material")},
        default="electricity",
    )
    saving_estimated = Quantity(
        _("Saving expected a year"),
        default=0,
        minimum=0,
        help=_("In the unit of what is saved; material in yuan."),
    )
    status = Choice(
        _("Status"),
        {
            "planned": _("Planned"),
            "done": _("Done, effect to be measured"),
            "verified": _("Effect measured"),
        },
        default="planned",
        tones={"planned": "info", "done": "work", "verified": "ok"},
    )
    done_on = Day(_("Done on"), null=True)
    saving_measured = Quantity(_("Saving measured a year"), null=True, minimum=0)
    effect = LongText(_("What has changed"), default="")
    verified_on = Day(_("Measured on"), null=True)

    def __str__(self) -> str:
        return str(self.action)[:60]


__all__ = ["TOPICS", "EnergyEquipment", "EnergyMeasure"]
