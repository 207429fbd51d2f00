"""The account and the bases of all other tables.

Every table names who created and who last changed a row; the account itself cannot, because no key
may lead out of it (a circle of foreign keys cannot be migrated).
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from logistics.database import SHARED, Choice, Flag, Instant, Record, Reference, Rule, Text
from logistics.wording import Words, _

LANGUAGES = {
    "en": _("English"),
    "zh_Hans": _("Simplified Chinese"),
    "zh_Hant": _("Traditional Chinese"),
}
THEMES = {"light": _("Light"), "dark": _("Dark")}
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]*")
LOGIN_RULE = _("Small letters, digits, dot, hyphen and underscore.")


class Account(Record):
    """Somebody who may log in."""

    LABEL = _("Account")
    LABEL_MANY = _("Accounts")
    LIST = ("login", "name", "is_active", "must_change_password", "language", "last_login_at")
    SEARCH = ("login", "name")
    SORT = "login"
    FORM = ((_("Account"), ("login", "name")), (_("Preferences"), ("language", "theme")))
    OWNED = (
        "password_hash",
        "must_change_password",
        "password_changed_at",
        "is_active",
        "last_login_at",
    )
    SECRET = ("password_hash",)
    SCOPE = SHARED
    CHECKS = (Rule("account_login_lower", "login = lower(login)", LOGIN_RULE),)

    login = Text(
        _("Log-in name"),
        max_length=40,
        unique=True,
        help=LOGIN_RULE,
    )
    name = Text(_("Full name"), max_length=60)
    password_hash = Text(_("Password hash"), max_length=200, default="")
    must_change_password = Flag(_("Must change password"), default=True)
    password_changed_at = Instant(_("Password changed at"), null=True)
    is_active = Flag(_("Active"), default=True)
    language = Choice(_("Language"), LANGUAGES, null=True, help=_("Empty: as the browser asks."))
    theme = Choice(_("Theme"), THEMES, null=True, help=_("Empty: as the device is set."))
    last_login_at = Instant(_("Last log-in"), null=True)

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        return [] if LOGIN.fullmatch(row.login) else [("login", LOGIN_RULE)]


class BaseModel(Record):
    """A row that knows who created it and who changed it last."""

    created_by = Reference(Account, _("Created by"), null=True)
    updated_by = Reference(Account, _("Changed by"), null=True)


class Ledger(BaseModel):
    """Facts that are only ever appended; the database refuses to change or delete them."""

    APPEND_ONLY: ClassVar[bool] = True
    PAGES: ClassVar[tuple[str, ...]] = ("list", "details", "export", "history")
