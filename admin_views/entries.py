"""What the registry and the menu are made of."""

from __future__ import annotations

from dataclasses import dataclass

from admin_views.printing import PrintedForm
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import Record
from logistics.wording import Words


@dataclass(frozen=True)
class Table:
    """One table: its icon, its verbs, its view, its printed forms, whether the menu names it.

    Lines are reached through their document and stand in no menu.
    """

    model: type[Record]
    icon: str = "table"
    view: type[TableView] = TableView
    verbs: tuple[Verb, ...] = ()
    prints: tuple[PrintedForm, ...] = ()
    in_menu: bool = True


@dataclass(frozen=True)
class Page:
    """A page in the menu that is no table's list, for whoever holds one of its verbs."""

    area: str
    label: Words
    endpoint: str
    icon: str
    verbs: tuple[str, ...]
