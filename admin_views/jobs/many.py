"""A verb over more rows than a page can show: what it is, of which rows, and a job that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, request, url_for
from werkzeug.exceptions import BadRequest

from admin_views import words
from admin_views.jobs.choosing import Chosen, chosen_rows, is_unchanged
from admin_views.jobs.starting import address_of, pairs, start
from admin_views.verbs import Verb
from logistics.operations.jobs import open_job
from logistics.permissions import Actor
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

MOST_ON_A_PAGE = 200
CHANGED = _("The records that match have changed meanwhile. Look again, then do it.")


def run_many(view: TableView, verb: Verb, actor: Actor) -> Any:
    """GET shows what will happen to all rows that match; POST gives the work to a worker."""
    chosen = chosen_rows(view, actor)
    if len(chosen.seen) <= MOST_ON_A_PAGE:
        ids = ",".join(str(row_id) for row_id in chosen.ids)
        return redirect(url_for(f"{view.table}.verb", tail=verb.path, id=ids), 307)
    if not verb.for_many:
        raise BadRequest(
            words.words(
                _(
                    "“%(verb)s” shows each record; choose at most %(most)s.",
                    verb=verb.label,
                    most=MOST_ON_A_PAGE,
                )
            )
        )
    if request.method != "POST":
        return _page(view, verb, chosen, actor)
    if not is_unchanged(chosen):
        return _page(view, verb, chosen, actor, CHANGED), 409
    sent = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name.partition("-")[0] in verb.fields
    ]
    job = open_job(
        "verb",
        table=view.table,
        verb=verb.operation.__name__,
        actor=actor,
        arguments={"rows": pairs(chosen.seen), "path": verb.path, "sent": sent},
        total=len(chosen.seen),
    )
    return redirect(address_of(start(job, rows=len(chosen.seen))))


def _page(
    view: TableView, verb: Verb, chosen: Chosen, actor: Actor, refusal: Words | None = None
) -> str:
    form = verb.form()
    sample = chosen.sample(view.model)
    return str(
        view.render(
            "table/many.html",
            view=view.facts(),
            verb=verb,
            title=verb.label,
            count=len(chosen.seen),
            mark=chosen.mark,
            row_links=[(str(row), view.address_of("details", row)) for row in sample],
            form=form,
            fields=[form[name] for name in verb.fields],
            refusal=refusal,
            cancel_url=view.address_of("index"),
            crumbs=view.crumbs(verb.label),
        )
    )
