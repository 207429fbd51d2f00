"""Saved views in the panel: keeping the list that one sees under a name."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, jsonify, redirect, request, url_for
from flask_admin import expose
from werkzeug.exceptions import BadRequest, NotFound

from admin_views import current, words
from admin_views.table_view import TableView
from admin_views.view_counts import counts_of
from admin_views.view_menu import kept_query
from logistics import permissions
from logistics.errors import InvalidRecord
from logistics.operations.views import save_view
from logistics.queries.structure import tables_by_name
from logistics.wording import _


class SavedViewView(TableView):
    """The views that a person keeps, and where the lists send them to be kept."""

    @expose("/counts/")
    def counts(self) -> Any:
        """How many rows the views of a table find, by their ids; none for a table unknown here."""
        view = current_app.extensions["table_views"].get(request.args.get("table", ""))
        if view is None:
            return jsonify({})
        actor = current.actor()
        permissions.require(actor, "read", view.model)
        return jsonify(counts_of(view, actor))

    @expose("/save/", methods=("POST",))
    def save(self) -> Any:
        actor = current.actor()
        permissions.require_verb(actor, "save_views")
        table = request.form.get("table", "")
        model = tables_by_name().get(table)
        if model is None:
            raise NotFound()
        permissions.require(actor, "read", model)
        query, problems = kept_query(model, request.form.get("query", ""))
        if problems:
            raise BadRequest(" ".join(words.words(problem) for problem in problems))
        back = f"{url_for(f'{table}.index')}?{query or 'view=all'}"
        try:
            view = save_view(
                table=table, name=request.form.get("name", ""), query=query, actor=actor
            )
        except InvalidRecord as refusal:
            for name, problem in refusal.errors.items():
                label = self.model._meta.fields[name].verbose_name
                flash(f"{words.words(label)}: {words.words(problem[0])}", "bad")
            return redirect(back)
        flash(words.words(_("The view “%(name)s” is kept.", name=view.name)), "ok")
        return redirect(back)
