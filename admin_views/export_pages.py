"""The export of every table, mixed into ``TableView``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request
from flask_admin import expose
from werkzeug.exceptions import BadRequest, NotFound

from admin_views import current, exporting, words
from admin_views.addresses import Address, read_address
from admin_views.arranging import placed_columns
from admin_views.columns import ShownColumn, shown_columns
from admin_views.listing import Listing
from logistics import permissions

if TYPE_CHECKING:
    from admin_views.table_view import TableView

EXPORT_KINDS = ("csv", "xlsx", "json")


class ExportPages:
    """The rows under an address as a file."""

    @expose("/export/<kind>/")
    def export(self: TableView, kind: str) -> Any:
        """Exactly what the view shows, or every column; all rows that match."""
        if kind not in EXPORT_KINDS:
            raise NotFound()
        actor = current.actor()
        permissions.require(actor, "export", self.model)
        address = read_address(self.model, request.args)
        if address.problems:
            raise BadRequest(" ".join(words.words(problem) for problem in address.problems))
        columns = self.export_columns(kind, address)
        listing = Listing(self.model, columns, address, actor, "export")
        rows = listing.raw_rows() if kind == "csv" else listing.all_rows()
        return exporting.send(kind, words.words(self.model.LABEL_MANY), columns, rows)

    def export_columns(self: TableView, kind: str, address: Address) -> list[ShownColumn]:
        """The shown columns, or with ``export=all`` every one.

        JSON, which programs read, has every column unless ``export=view``, and keys as ids.
        """
        wanted = request.args.get("export", "all" if kind == "json" else "view")
        columns = placed_columns(self.model, address.columns)
        if wanted == "all":
            columns = shown_columns(self.model, self.model._meta.sorted_field_names)
        for column in columns if kind == "json" else ():
            column.path, column.beside = column.name, None
        return columns
