"""Issue sheets and slips: issuing, signing, taking back, and the printed slip (领用单)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import url_for
from flask_admin import expose
from wtforms import DateField, DecimalField, StringField

from admin_views import current
from admin_views.details import Details
from admin_views.stock.issue_page import offer_words, page_of, settings_of, site_table
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now, trimmed
from logistics.operations import stock
from logistics.permissions import Actor
from logistics.queries.stock import preview_sheet
from logistics.queries.stock.sheets import SiteShare
from logistics.wording import Words, _


def issue_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The keeper's quantities, and the day when it is not today."""
    day = form["moved_on"].data
    return {
        "lines": settings_of(rows),
        "moved_on": day if day != local_today() else None,
        "note": form["note"].data or "",
    }


def signed_effects(rows: Sequence[Any], actor: Actor) -> list[Words]:
    """What the receiver confirms, item by item."""
    effects = []
    for row in rows:
        effects.append(
            _(
                "%(name)s confirms that %(site)s received what slip %(slip)s lists:",
                name=actor.name,
                site=str(row.site),
                slip=str(row.sheet.doc_no),
            )
        )
        effects += [
            _(
                "%(item)s: %(quantity)s %(measure)s",
                item=str(share.item),
                quantity=trimmed(share.issued),
                measure=share.item.unit_of_measure,
            )
            for site in slip_share(row)
            for share in site.items
            if share.issued
        ]
    return effects


def slip_share(slip: Any) -> list[SiteShare]:
    """The share of one slip's site."""
    return [site for site in preview_sheet(slip.sheet).sites if site.slip.id == slip.id]


SHEET_VERBS = (
    Verb(
        stock.issue_supplies,
        _("Issue"),
        icon="box-arrow-up-right",
        states=("draft",),
        fields={
            "moved_on": DateField(_("Issued on"), default=local_today),
            "note": StringField(_("Reason, for a day whose books are closed")),
        },
        primary=True,
        template="stock/issue.html",
        context=page_of,
        collect=issue_arguments,
    ),
    Verb(
        stock.prepare_issue_sheets,
        _("Save as draft"),
        icon="save",
        states=("draft",),
        template="stock/issue.html",
        context=page_of,
        collect=lambda _form, rows: {"lines": settings_of(rows)},
        when=lambda _row: False,
        bulk=False,  # what is saved is what stands on the page of issuing
    ),
    Verb(
        stock.draft_transfers,
        _("Draft transfers"),
        icon="arrow-left-right",
        right="transfer_stock",
        effects=lambda rows, _actor: [
            offer_words(offer) for row in rows for offer in preview_sheet(row).offers
        ],
        leads_to=lambda _rows: url_for("stock_transfer.index", status__eq="draft"),
        when=lambda row: row.status == "draft" and bool(preview_sheet(row).offers),
    ),
    Verb(
        stock.cancel_issue_sheets,
        _("Cancel the sheet"),
        icon="x-circle",
        states=("draft",),
        danger=True,
    ),
)
SLIP_VERBS = (
    Verb(
        stock.sign_slips,
        _("Sign for it"),
        icon="pen",
        states=("issued",),
        effects=signed_effects,
        primary=True,
    ),
)
SLIP_LINE_VERBS = (
    Verb(
        stock.take_back_supplies,
        _("Take back"),
        icon="arrow-return-left",
        fields={
            "quantity": DecimalField(_("Quantity")),
            "reason": StringField(_("Reason")),
            "moved_on": DateField(_("Taken back on"), default=local_today),
        },
        bulk=False,
        when=lambda row: row.issued > row.taken_back,
    ),
)


class IssueSheetView(TableView):
    """A sheet shows its sites side by side, and prints a slip for each."""

    verbs = SHEET_VERBS
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the slips")),)

    @expose("/details/")
    def details(self) -> Any:
        row, actor = self.one(), current.actor()
        sites = [site_table(site, actor) for site in preview_sheet(row).sites]
        return self.render("stock/sheet.html", sites=sites, **Details(self, row, actor).context())

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        return printed(self, row, preview_sheet(row).sites)


class IssueSlipView(TableView):
    """One site's slip, signed for by its receiver."""

    verbs = SLIP_VERBS
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the slip")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        return printed(self, row, slip_share(row))


def printed(view: TableView, row: Any, slips: Sequence[SiteShare]) -> Any:
    """The printed form, a page for each slip."""
    return view.render(
        "stock/slips_print.html",
        slips=slips,
        back_url=view.address_of("details", row),
        printed_at=now(),
        printed_by=current.actor().name,
    )
