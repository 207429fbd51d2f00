"""Contractors: teams that survey, quote and carry out works, and movers."""

from __future__ import annotations

from logistics.database import SHARED, Choice, Day, Flag, LongText, Score, Text
from logistics.tables.base import BaseModel
from logistics.wording import _


class Contractor(BaseModel):
    """A team that may be asked to survey and to quote (施工单位, R45).

    A blacklisted one neither surveys, nor quotes, nor is given a contract.
    """

    LABEL = _("Contractor")
    LABEL_MANY = _("Contractors")
    LIST = ("code", "name", "trade", "license_no", "contact", "phone", "rating", "is_blacklisted")
    SEARCH = ("code", "name", "license_no", "contact")
    SORT = "code"
    FORM = (
        (_("Contractor"), ("code", "name", "trade", "license_no", "qualification", "is_active")),
        (_("Contact"), ("contact", "phone", "address")),
    )
    OWNED = ("rating", "is_blacklisted", "blacklist_reason", "blacklisted_on")
    PERSONAL = ("contact", "phone")
    SCOPE = SHARED

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=120, unique=True)
    trade = Choice(
        _("Trade"),
        {
            "waterproofing": _("Waterproofing"),
            "decoration": _("Decoration"),
            "painting": _("Painting"),
            "electrical": _("Electrical works"),
            "plumbing": _("Plumbing"),
            "heating_cooling": _("Heating and cooling"),
            "network": _("Cabling and networks"),
            "mover": _("Removals"),
            "general": _("General repairs"),
        },
        default="general",
    )
    license_no = Text(_("Number of the qualification"), max_length=40, default="")
    qualification = Text(
        _("Qualification"), max_length=120, default="", help=_("Class and scope of the licence.")
    )
    contact = Text(_("Contact"), max_length=60, default="")
    phone = Text(_("Phone"), max_length=40, default="")
    address = Text(_("Address"), max_length=200, default="")
    rating = Score(
        _("Rating"),
        null=True,
        minimum=0,
        maximum=100,
        unit=_("points"),
        help=_("Mean of the marks given when its works were accepted."),
    )
    is_active = Flag(_("In use"), default=True)
    is_blacklisted = Flag(_("Blacklisted"))
    blacklist_reason = LongText(_("Why it is blacklisted"), default="")
    blacklisted_on = Day(_("Blacklisted on"), null=True)

    def __str__(self) -> str:
        return str(self.name)
