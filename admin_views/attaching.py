"""Files of a record: added, given out and taken off again."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, send_file
from werkzeug.exceptions import NotFound

from admin_views import words
from logistics.database import Record
from logistics.errors import RuleViolation
from logistics.operations.files import attach_file, file_of, remove_file
from logistics.operations.outcomes import Seen
from logistics.permissions import Actor
from logistics.queries.files import attachments_of
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

REFUSED = 422


def attach_page(view: TableView, row: Record, actor: Actor) -> Any:
    """GET asks for a file, POST attaches it or takes one off."""
    if request.method != "POST":
        return _page(view, row)
    try:
        words_said = _act(view, row, actor)
    except RuleViolation as refusal:
        return _page(view, row, refusal.words), REFUSED
    flash(words.words(words_said), "ok")
    return redirect(view.address_of("details", row))


def give_out(row: Record, text: str) -> Any:
    """The file's bytes, always as a download and never as a page."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound()
    attachment = file_of(row, int(text))
    return send_file(
        BytesIO(bytes(attachment.content)),
        mimetype=attachment.media_type,
        as_attachment=True,
        download_name=attachment.name,
    )


def _act(view: TableView, row: Record, actor: Actor) -> Words:
    seen = Seen(row.id, view.seen_version())
    removed = request.form.get("remove", "")
    if removed.isdigit() and len(removed) < 10:
        remove_file(model=view.model, seen=seen, attachment_id=int(removed), actor=actor)
        return _("The file was taken off.")
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise RuleViolation(_("Choose a file first."), field="file")
    attach_file(model=view.model, seen=seen, name=sent.filename, content=sent.read(), actor=actor)
    return _("The file was attached.")


def _page(view: TableView, row: Record, problem: Words | None = None) -> str:
    trail = (str(row), view.address_of("details", row))
    return str(
        view.render(
            "table/attach.html",
            view=view.facts(),
            title=str(row),
            row=row,
            problem=problem,
            attachments=attachments_of(row),
            cancel_url=trail[1],
            crumbs=view.crumbs(trail, _("Attachments")),
        )
    )
