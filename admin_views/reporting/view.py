"""A report's buttons, its reading page for whoever works on it, its print and its document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import make_response
from flask_admin import expose
from wtforms import TextAreaField

from admin_views import current, words
from admin_views.reporting.shown import sections_of
from admin_views.table_view import Page, TableView
from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations.reporting.compiling import compile_reports
from logistics.operations.reporting.reports import (
    approve_reports,
    publish_reports,
    return_reports,
    submit_reports,
)
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import ReportFact


def compile_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What is counted and what is kept."""
    return [
        _(
            "Every fact is counted from the records of %(first)s to %(last)s and of a year before. "
            "Sections that nobody edited are drafted anew; edited ones keep their text.",
            first=row.starts_on,
            last=row.ends_on,
        )
        for row in rows
    ]


def approve_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """That the facts stand still from then on, and which the records do not bear out."""
    effects: list[Words] = []
    for row in rows:
        facts = ReportFact.select().where(ReportFact.report == row.id)
        effects.append(
            _(
                "The %(count)s facts of “%(report)s” are frozen as counted at %(at)s.",
                count=facts.count(),
                report=str(row),
                at=row.compiled_at,
            )
        )
        doubtful = facts.where(~ReportFact.holds).count()
        if doubtful:
            effects.append(_("Not borne out by the records: %(count)s facts.", count=doubtful))
    return effects


def _compile(**arguments: Any) -> Any:
    return compile_reports(tell=words.words, **arguments)


_compile.__name__ = compile_reports.__name__


class ReportView(TableView):
    """A report is read as a whole, printed as an official paper and taken along as a document."""

    verbs = (
        Verb(
            _compile,
            _("Count and draft"),
            icon="calculator",
            states=("draft",),
            effects=compile_effects,
        ),
        Verb(submit_reports, _("Submit"), icon="send", states=("draft",), primary=True),
        Verb(
            return_reports,
            _("Return"),
            icon="arrow-return-left",
            states=("review", "approved"),
            fields={"comment": TextAreaField(_("What has to be changed"))},
        ),
        Verb(
            approve_reports,
            _("Approve"),
            icon="check-lg",
            states=("review",),
            effects=approve_effects,
            primary=True,
        ),
        Verb(
            publish_reports,
            _("Sign and publish"),
            icon="megaphone",
            states=("approved",),
            primary=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print")),)

    def pages(self, row: Any, actor: Actor) -> Sequence[Page]:
        return (
            Page(_("Read"), self.address_of("read", row), "book"),
            Page(_("Word document"), self.address_of("document", row), "file-earmark-word"),
        )

    @expose("/read/")
    def read(self) -> Any:
        row = self.one()
        return self.render(
            "reporting/report.html",
            title=row.title,
            row=row,
            sections=sections_of(row, current.actor()),
            print_url=self.address_of("print", row),
            crumbs=self.crumbs((str(row), self.address_of("details", row)), _("Read")),
        )

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        return self.render(
            "reporting/print.html",
            row=row,
            sections=sections_of(row, current.actor()),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )

    @expose("/document/")
    def document(self) -> Any:
        # python-docx is loaded by the first document, not by every start.
        from admin_views.reporting.document import MIME, document_of

        row = self.one()
        signer = words.words(_("Logistics service center"))
        answer = make_response(document_of(row, sections_of(row, current.actor()), signer))
        answer.headers["Content-Type"] = MIME
        answer.headers["Content-Disposition"] = f'attachment; filename="report-{row.id}.docx"'
        return answer
