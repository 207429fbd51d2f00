"""Printed forms: a record on paper, said on the table's line in the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import NotFound

from admin_views import current
from logistics.database import Record, now
from logistics.wording import Words

if TYPE_CHECKING:
    from admin_views.table_view import TableView


@dataclass(frozen=True)
class PrintedForm:
    """A form of one record: its name in the address, the words on its button, and what it shows.

    ``template`` extends ``print.html``; ``context(row)`` gives what it shows beside ``row``. Only
    rows for which ``when`` holds have it.
    """

    name: str
    label: Words
    template: str
    context: Callable[[Any], Mapping[str, Any]] | None = None
    when: Callable[[Any], bool] | None = None

    def shown_for(self, row: Record) -> bool:
        """Whether the button stands on the page of this row."""
        return self.when is None or self.when(row)


def print_form(view: TableView, form: PrintedForm, row: Record) -> str:
    """The page of a form, ready for the printer; 404 while the record is not that far."""
    if not form.shown_for(row):
        raise NotFound()
    return view.render(
        form.template,
        row=row,
        back_url=view.address_of("details", row),
        printed_at=now(),
        printed_by=current.actor().name,
        **(form.context(row) if form.context else {}),
    )
