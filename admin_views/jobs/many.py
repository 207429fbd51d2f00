"""A verb over more rows than a page can show: what it is, of which rows, and a job that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, request, url_for

from admin_views.addresses import read_address
from admin_views.jobs.choosing import MOST_ROWS, Chosen, chosen_rows, is_unchanged
from admin_views.jobs.starting import address_of, pairs, start
from admin_views.listing import Listing
from admin_views.verbs import Verb
from logistics.errors import RuleViolation
from logistics.operations.jobs import open_job
from logistics.permissions import Actor
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

MOST_ON_A_PAGE = 200
REFUSED = 422
CHANGED = _("The records that match have changed meanwhile. Look again, then do it.")


def run_many(view: TableView, verb: Verb, actor: Actor) -> Any:
    """GET shows what will happen to all rows that match; POST gives the work to a worker."""
    chosen = chosen_rows(view, actor)
    if len(chosen.seen) <= MOST_ON_A_PAGE:
        ids = ",".join(str(row_id) for row_id in chosen.ids)
        return redirect(url_for(f"{view.table}.verb", tail=verb.path, id=ids), 307)
    fields = verb.fields_for_many
    if fields is None:
        return _in_portions(view, verb, chosen)
    if request.method != "POST":
        return _page(view, verb, chosen, actor)
    if not is_unchanged(chosen):
        return _page(view, verb, chosen, actor, CHANGED), 409
    try:
        # What is missing for all of them is said here, not in the report of each.
        verb.arguments(verb.form_for_many(), chosen.sample(view.model))
    except RuleViolation as refusal:
        return _page(view, verb, chosen, actor, refusal.words), REFUSED
    sent = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name.partition("-")[0] in fields
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


def _listed(view: TableView, actor: Actor) -> Listing:
    return view.listing(read_address(view.model, request.args), actor)


def _in_portions(view: TableView, verb: Verb, chosen: Chosen) -> str:
    """Ways to pages of as many rows as can be seen, for a verb that decides on each by itself."""
    portions = [
        chosen.ids[start : start + MOST_ON_A_PAGE]
        for start in range(0, len(chosen.ids), MOST_ON_A_PAGE)
    ]
    place = 0
    links = []
    for ids in portions:
        url = url_for(f"{view.table}.verb", tail=verb.path, id=",".join(map(str, ids)))
        links.append((place + 1, place + len(ids), url))
        place += len(ids)
    return str(
        view.render(
            "table/portions.html",
            view=view.facts(),
            verb=verb,
            title=verb.label,
            count=len(chosen.ids),
            most=MOST_ON_A_PAGE,
            portions=links,
            cancel_url=view.address_of("index"),
            crumbs=view.crumbs(verb.label),
        )
    )


def _page(
    view: TableView, verb: Verb, chosen: Chosen, actor: Actor, refusal: Words | None = None
) -> str:
    form = verb.form_for_many()
    sample = chosen.sample(view.model)
    return str(
        view.render(
            "table/many.html",
            view=view.facts(),
            verb=verb,
            title=verb.label,
            count=len(chosen.seen),
            mark=chosen.mark,
            sums=[(column.label, total) for column, total in _listed(view, actor).sums(MOST_ROWS)],
            row_links=[(str(row), view.address_of("details", row)) for row in sample],
            form=form,
            fields=[form[name] for name in verb.fields_for_many or ()],
            refusal=refusal,
            cancel_url=view.address_of("index"),
            crumbs=view.crumbs(verb.label),
        )
    )
