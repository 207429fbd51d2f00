"""The address at which the picture of a grouping is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from admin_views import words
from admin_views.addresses import read_address
from admin_views.charting import SIZES, THEMES, picture
from admin_views.grouping import groups_of
from logistics.permissions import Actor
from logistics.wording import _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

DRAWN = ("theme", "size")
"""How the picture is drawn; the rest of the address says what it shows."""


def answer_chart(view: TableView, actor: Actor) -> Response:
    """The groups of an address as a picture, in the colours of ``theme``."""
    asked = MultiDict(part for part in request.args.items(multi=True) if part[0] not in DRAWN)
    theme, size = request.args.get("theme", "light"), request.args.get("size", "wide")
    address = read_address(view.model, asked)
    known = theme in THEMES and size in SIZES
    if address.problems or not known or not address.group or not address.chart:
        raise BadRequest(words.words(_("There is nothing to draw at this address.")))
    found = groups_of(view.listing(address, actor))
    return picture(view.model, found, address.chart, theme, size)
