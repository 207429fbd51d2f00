"""Suppliers: who may be asked for a price and bought from."""

from __future__ import annotations

from logistics.database import SHARED, Day, Flag, LongText, Text
from logistics.tables.base import BaseModel
from logistics.wording import _


class Supplier(BaseModel):
    """Somebody who sells. A blacklisted one is neither asked, nor awarded, nor ordered from."""

    LABEL = _("Supplier")
    LABEL_MANY = _("Suppliers")
    LIST = ("code", "name", "category", "contact", "phone", "is_blacklisted", "is_active")
    SEARCH = ("code", "name", "tax_no", "contact", "category")
    SORT = "code"
    FORM = (
        (_("Supplier"), ("code", "name", "tax_no", "category", "is_active")),
        (_("Contact"), ("contact", "phone", "address")),
        (_("Payment"), ("bank", "bank_account")),
    )
    OWNED = ("is_blacklisted", "blacklist_reason", "blacklisted_on")
    PERSONAL = ("contact", "phone")
    SCOPE = SHARED

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=120, unique=True)
    tax_no = Text(
        _("Tax number"),
        max_length=18,
        null=True,
        unique=True,
        help=_("Unified social credit code, 18 characters; empty for a market stall."),
    )
    category = Text(_("Line of goods"), max_length=80, default="")
    contact = Text(_("Contact"), max_length=60, default="")
    phone = Text(_("Phone"), max_length=40, default="")
    address = Text(_("Address"), max_length=200, default="")
    bank = Text(_("Bank"), max_length=120, default="")
    bank_account = Text(_("Bank account"), max_length=40, default="")
    is_active = Flag(_("In use"), default=True)
    is_blacklisted = Flag(_("Blacklisted"))
    blacklist_reason = LongText(_("Why it is blacklisted"), default="")
    blacklisted_on = Day(_("Blacklisted on"), null=True)

    def __str__(self) -> str:
        return str(self.name)


__all__ = ["Supplier"]
