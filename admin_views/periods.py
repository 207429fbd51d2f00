"""The stretch of days that an address asks for."""

from __future__ import annotations

import datetime as dt

from flask import request
from werkzeug.exceptions import BadRequest

from admin_views import words
from logistics.calendar import half_year
from logistics.database import local_today
from logistics.wording import _


def days_asked_for() -> tuple[dt.date, dt.date]:
    """From and until; this half-year unless the address says otherwise."""
    today = local_today()
    try:
        first = dt.date.fromisoformat(request.args.get("from") or str(half_year(today).first))
        last = dt.date.fromisoformat(request.args.get("until") or str(today))
    except ValueError:
        raise BadRequest(words.words(_("Give a date such as 2026-06-30."))) from None
    if last < first:
        raise BadRequest(words.words(_("The end lies before the start.")))
    return first, last
