"""The start page: what waits for this person, and what comes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_admin import AdminIndexView, expose

from admin_views import current
from admin_views.desk import desk_of

blueprint = Blueprint("home", __name__)


class AdminIndex(AdminIndexView):
    """/admin/ leads to the start page."""

    @expose("/")
    def index(self) -> Any:
        return redirect(url_for("home.index"))


@blueprint.get("/")
def index() -> Any:
    """The person's own start page."""
    return render_template("home.html", crumbs=[], **desk_of(current.actor()))
