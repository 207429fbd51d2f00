"""The weekly purchase run: its buttons, its sheet on the record, its two printed forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import g
from flask_admin import expose
from wtforms import SelectField, StringField

from admin_views import current, words
from admin_views.details import Details
from admin_views.entering import LookupField, number, plain, value_of
from admin_views.purchasing import run_pages
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations.purchasing import runs
from logistics.permissions import Actor
from logistics.queries.purchasing.run_sheet import sheet_of
from logistics.wording import Words, _
from models import Item, PurchaseRunLine, PurchaseRunStop, Site

CHOOSE = _("Choose one from the list.")


def collect_effects(_rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Where the list comes from."""
    return [
        _("What approved issue requests of all office areas lack is put on the list."),
        _("What has run below its minimum is put on it, up to its maximum."),
        _("What another locked run already brings is left off; what was added by hand stays."),
    ]


def lock_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What the locked list reserves."""
    return [
        _("The list is collected once more and then stands; the run gets its number."),
        *(
            _(
                "About ¥ %(amount)s of %(line)s is reserved.",
                amount=words.money(sheet_of(row).estimate),
                line=str(row.budget_line),
            )
            for row in rows
        ),
    ]


def add_arguments(form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """The item, the site and the quantity that are added."""
    return {
        "item": value_of(form, "item", CHOOSE),
        "site": value_of(form, "site", CHOOSE),
        "quantity": number(form["quantity"].data or "", words.words(_("Quantity"))),
    }


def sites() -> list[tuple[int, str]]:
    """The sites to choose from, in their order."""
    return [(site.id, site.name) for site in Site.select().order_by(Site.position, Site.code)]


def own_site() -> int | None:
    """The site of whoever looks at the page."""
    return g.actor.site_id if "actor" in g else None


RUN_VERBS = (
    Verb(
        runs.collect_needs,
        _("Collect"),
        icon="basket",
        states=("collecting",),
        effects=collect_effects,
        template="purchasing/lines.html",
        context=run_pages.list_page,
    ),
    Verb(
        runs.add_run_needs,
        _("Add an item"),
        icon="plus-lg",
        states=("collecting",),
        fields={
            "item": LookupField(_("Item"), Item),
            "site": LookupField(_("Office area"), Site),
            "quantity": StringField(
                _("Quantity"), description=_("Beyond what lacks; 0 takes it off again.")
            ),
        },
        collect=add_arguments,
        bulk=False,
    ),
    Verb(
        runs.lock_runs,
        _("Lock"),
        icon="lock",
        states=("collecting",),
        effects=lock_effects,
        primary=True,
        template="purchasing/lines.html",
        context=run_pages.list_page,
    ),
    Verb(
        runs.start_runs,
        _("Set out"),
        icon="truck",
        states=("locked",),
        effects=lambda rows, _actor: [
            _(
                "%(buyer)s and %(second)s set out with %(vehicle)s.",
                buyer=str(row.buyer or words.DASH),
                second=str(row.second_buyer or words.DASH),
                vehicle=row.vehicle_trip or words.DASH,
            )
            for row in rows
        ],
        primary=True,
        template="purchasing/lines.html",
        context=run_pages.list_page,
    ),
    Verb(
        runs.record_run_purchases,
        _("Write down purchases"),
        icon="pencil-square",
        states=("buying",),
        effects=lambda _rows, _actor: [
            _("What is written down can be corrected until it is shared out.")
        ],
        bulk=False,
        primary=True,
        template="purchasing/lines.html",
        context=run_pages.buying_page,
        collect=run_pages.buying_arguments,
    ),
    Verb(
        runs.deliver_runs,
        _("Share out and deliver"),
        icon="signpost-split",
        states=("buying",),
        effects=lambda rows, _actor: [
            _("¥ %(amount)s is committed in the budget.", amount=words.money(row.amount))
            for row in rows
        ],
        bulk=False,
        template="purchasing/lines.html",
        context=run_pages.split_page,
        collect=run_pages.split_arguments,
    ),
    Verb(
        runs.sign_deliveries,
        _("Sign for a site"),
        icon="pen",
        states=("delivering",),
        fields={
            "site": SelectField(
                _("Office area"), choices=sites, coerce=int, default=own_site, validate_choice=False
            )
        },
        effects=lambda _rows, actor: [
            _("%(name)s signs; the goods enter the warehouse of the site.", name=actor.name)
        ],
        bulk=False,
        primary=True,
        template="purchasing/lines.html",
        context=run_pages.signing_page,
        collect=run_pages.signing_arguments,
    ),
    Verb(
        runs.reconcile_runs,
        _("Reconcile"),
        icon="check2-all",
        states=("signed",),
        fields={"note": StringField(_("Remark of finance"))},
        effects=lambda rows, _actor: [
            _("¥ %(amount)s of what was committed becomes spent.", amount=words.money(row.amount))
            for row in rows
        ],
        primary=True,
        template="purchasing/lines.html",
        context=run_pages.reconciling_page,
        collect=run_pages.reconciling_arguments,
    ),
    Verb(
        runs.cancel_runs,
        _("Cancel the run"),
        icon="x-circle",
        states=("collecting", "locked"),
        fields={"reason": StringField(_("Reason"))},
        effects=lambda _rows, _actor: [_("What lacks waits for the next run.")],
        collect=plain("reason"),
        danger=True,
    ),
)


class PurchaseRunView(TableView):
    """A run shows its sheet, and prints as buying list and as delivery slip of each site."""

    verbs = RUN_VERBS
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print", _("Print the buying list")),
        ("print_delivery", _("Print the delivery slips")),
    )

    @expose("/details/")
    def details(self) -> Any:
        row = self.one()
        context = Details(self, row, current.actor()).context()
        # The sheet stands in place of the bare lines of the list.
        context["lines"] = [
            block for block in context["lines"] if block["label"] != PurchaseRunLine.LABEL_MANY
        ]
        table = run_pages.list_table(sheet_of(row))
        return self.render("purchasing/record.html", tables=[table], **context)

    @expose("/print/")
    def print(self) -> Any:
        """周采购清单."""
        return self._printed("purchasing/print_run.html")

    @expose("/print_delivery/")
    def print_delivery(self) -> Any:
        """送货签收单."""
        return self._printed("purchasing/print_delivery.html")

    def _printed(self, template: str) -> str:
        row = self.one()
        stops = row.stops.order_by(PurchaseRunStop.position)
        return self.render(
            template,
            row=row,
            sheet=sheet_of(row),
            stops=list(stops),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


__all__ = ["PurchaseRunView"]
