"""Who may get in, and what each role may do."""

from __future__ import annotations

import secrets

from logistics.database import (
    SHARED,
    Choice,
    Instant,
    LongText,
    Record,
    Reference,
    Scope,
    Text,
    office_zone,
)
from logistics.tables.base import Account, BaseModel
from logistics.wording import Words, _

READ_PAGES = ("list", "details", "export")

SCOPES = {
    "area": _("As its area"),
    "none": _("None"),
    "all": _("All"),
    "own_site": _("Own site"),
    "own_unit": _("Own unit"),
    "own": _("Own"),
}


class LoginSession(Record):
    """One log-in on one device. Only a hash of the cookie's token is kept."""

    LABEL = _("Login session")
    LABEL_MANY = _("Login sessions")
    LIST = (
        "account",
        "created_at",
        "last_seen_at",
        "address",
        "device",
        "ended_at",
        "end_reason",
    )
    SEARCH = ("account.login", "address")
    SORT = "-created_at"
    OWNED = (
        "account",
        "token_hash",
        "last_seen_at",
        "proved_at",
        "address",
        "device",
        "ended_at",
        "end_reason",
    )
    SECRET = ("token_hash",)
    SCOPE = Scope(owner="account")
    PAGES = ("list", "details")
    INDEXES = (("account", "ended_at"),)

    account = Reference(Account, _("Account"))
    token_hash = Text(_("Token hash"), max_length=64, unique=True)
    last_seen_at = Instant(_("Last seen"))
    proved_at = Instant(
        _("Password given again"),
        null=True,
        help=_("Before accounts and rights are changed; empty while the log-in itself is recent."),
    )
    address = Text(_("Network address"), max_length=45, default="")
    device = Text(_("Device"), max_length=200, default="")
    ended_at = Instant(_("Ended at"), null=True)
    end_reason = Choice(
        _("End"),
        {
            "logout": _("Logged out"),
            "idle": _("Idle too long"),
            "expired": _("Lifetime over"),
            "password": _("Password changed"),
            "disabled": _("Account disabled"),
            "ended": _("Ended by another session"),
            "rights": _("Roles changed"),
        },
        null=True,
    )

    def __str__(self) -> str:
        return f"{self.account.login} {self.created_at.astimezone(office_zone()):%Y-%m-%d %H:%M}"


class LoginAttempt(Record):
    """A failed log-in, counted by name and address over all workers."""

    LABEL = _("Failed log-in")
    LABEL_MANY = _("Failed log-ins")
    LIST = ("login", "address", "created_at")
    SEARCH = ("login", "address")
    OWNED = ("login", "address")
    SCOPE = SHARED
    PAGES = READ_PAGES
    INDEXES = (("login", "address", "created_at"), ("address", "created_at"))

    login = Text(_("Log-in name"), max_length=40)
    address = Text(_("Network address"), max_length=45)

    def __str__(self) -> str:
        return f"{self.login} {self.address}"


def _new_code() -> str:
    return f"role-{secrets.token_hex(4)}"


class Role(BaseModel):
    """A duty in the house that carries rights (R83)."""

    LABEL = _("Role")
    LABEL_MANY = _("Roles")
    LIST = ("name", "description", "code")
    SEARCH = ("code", "name")
    SORT = "id"
    # Steps of approval name a role by its code: to change one would be to change powers.
    OWNED = ("code",)
    SCOPE = SHARED

    code = Text(_("Code"), max_length=40, unique=True, default=_new_code)
    name = Text(_("Name"), max_length=60, worded=True)
    description = LongText(_("What the role is for"), default="")

    def __str__(self) -> str:
        return Words(self.name)


class RoleGrant(BaseModel):
    """What a role may do in an area, on one table or by one verb, and within which scope (R83)."""

    LABEL = _("Right")
    LABEL_MANY = _("Rights")
    LIST = ("role", "kind", "name", "action", "scope", "proposed_scope")
    SEARCH = ("role.name", "name", "action")
    SORT = "role"
    OWNED = (
        "role",
        "kind",
        "name",
        "action",
        "scope",
        "proposed_scope",
        "proposed_by",
        "confirmed_by",
    )
    SCOPE = SHARED
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("role", "kind", "name", "action"),)

    role = Reference(Role, _("Role"))
    kind = Choice(_("Kind"), {"area": _("Line of work"), "table": _("Table"), "verb": _("Verb")})
    name = Text(_("Area, table or verb"), max_length=60)
    action = Text(_("Action"), max_length=20, default="", help=_("Empty for a verb."))
    scope = Choice(_("Scope"), SCOPES, default="none")
    proposed_scope = Choice(_("Proposed scope"), SCOPES, null=True)
    proposed_by = Reference(Account, _("Proposed by"), null=True)
    confirmed_by = Reference(Account, _("Confirmed by"), null=True)

    def __str__(self) -> str:
        return f"{self.role}: {self.name} {self.action}".strip()


class AccountRole(BaseModel):
    """A person's role. It counts once the director has confirmed it."""

    LABEL = _("Role of an account")
    LABEL_MANY = _("Roles of accounts")
    LIST = ("account", "role", "status", "confirmed_by")
    SEARCH = ("account.login", "account.name", "role.name")
    SORT = "account"
    OWNED = ("account", "role", "status", "proposed_by", "confirmed_by")
    SCOPE = SHARED
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("account", "role"),)

    account = Reference(Account, _("Account"))
    role = Reference(Role, _("Role"))
    status = Choice(
        _("Status"),
        {
            "proposed": _("Proposed"),
            "confirmed": _("Confirmed"),
            "withdrawing": _("Withdrawal proposed"),
        },
        default="proposed",
        tones={"proposed": "info", "confirmed": "ok", "withdrawing": "warn"},
    )
    proposed_by = Reference(Account, _("Proposed by"), null=True)
    confirmed_by = Reference(Account, _("Confirmed by"), null=True)

    def __str__(self) -> str:
        return f"{self.account}: {self.role}"
