"""Lists that a person has put together and keeps under a name."""

from __future__ import annotations

from logistics.database import Flag, LongText, Reference, Scope, Text
from logistics.tables.base import Account, BaseModel
from logistics.tables.system.access import Role
from logistics.wording import _


class SavedView(BaseModel):
    """The address of a list under a name: its columns, order, filters, sums and groups.

    Only the address is kept, and it is followed with the rights of whoever opens it: a shared view
    shows nobody a row or a column that is not his to see.
    """

    LABEL = _("Saved view")
    LABEL_MANY = _("Saved views")
    LIST = ("name", "table", "owner", "is_default", "role", "is_role_default", "query")
    FORM = ((_("Saved view"), ("name",)),)
    SEARCH = ("name", "table", "owner.name")
    SORT = "table,name"
    OWNED = ("table", "query", "owner", "is_default", "role", "is_role_default")
    SCOPE = Scope(owner="owner")
    PAGES = ("list", "details", "edit", "delete", "export", "history")
    UNIQUE = (("owner", "table", "name"),)

    table = Text(_("Table"), max_length=60, column_name="table_name", index=True)
    name = Text(_("Name"), max_length=60)
    query = LongText(_("Address"), default="")
    owner = Reference(Account, _("Owner"))
    is_default = Flag(_("Opens first for its owner"))
    role = Reference(
        Role, _("Shared with"), null=True, help=_("Without a role only its owner sees it.")
    )
    is_role_default = Flag(
        _("Opens first for the role"), help=_("For those who have no first view of their own.")
    )

    def __str__(self) -> str:
        return str(self.name)
