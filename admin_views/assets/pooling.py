"""The idle pool: giving out, looking before buying, and the register on paper (闲置资产登记)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, url_for
from wtforms import SelectField, StringField

from admin_views import current, words
from admin_views.entering import LookupField, id_of
from admin_views.verbs import Verb
from logistics import permissions
from logistics.calendar import half_year
from logistics.database import local_today, now
from logistics.operations import assets
from logistics.permissions import Actor
from logistics.queries.assets.pool import on_offer, pool_for, savings, wanted_of
from logistics.queries.facts.kinds import Period
from logistics.tables.assets.pooling import CONDITIONS
from logistics.wording import Words, _
from models import PoolListing, Room, Staff

POOL_VERBS = ("offer_assets", "accept_assets")

blueprint = Blueprint("idle_assets", __name__, url_prefix="/admin/idle_assets")


@blueprint.get("/")
def index() -> Any:
    """What the pool offers now, and what it has saved in this half-year."""
    actor, today = current.actor(), local_today()
    permissions.require(actor, "read", PoolListing)
    period = Period(half_year(today).first, today)
    return render_template(
        "assets/pool_print.html",
        rows=list(permissions.visible(actor, on_offer(), PoolListing)),
        saved=savings(period.begins_at, period.ends_at),
        first=period.first,
        conditions=CONDITIONS,
        back_url=url_for("pool_listing.index"),
        printed_at=now(),
        printed_by=actor.name,
    )


def taking(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What giving out saves."""
    return [
        _(
            "%(asset)s spares a purchase of ¥ %(price)s once the receiver has accepted it.",
            asset=str(row.asset),
            price=words.money(row.new_price),
        )
        for row in rows
    ]


def reuse_page(rows: Sequence[Any], _actor: Actor) -> Mapping[str, Any]:
    """What the pool offers for the lines, as cautions above the form."""
    offers = pool_for(wanted_of(rows))
    return {
        "cautions": [
            {
                "lead": str(line),
                "text": f"{offer.doc_no} · {offer.asset} · {offer.asset.site} · "
                f"{words.words(CONDITIONS[offer.condition])}",
                "url": url_for("pool_listing.details", id=offer.id),
                "label": _("See it"),
            }
            for line in rows
            for offer in offers[line.id]
        ]
    }


def offer_choices() -> list[tuple[str, str]]:
    """None, or one of what the pool offers."""
    rows = [(str(row.id), f"{row.doc_no} · {row.asset} · {row.asset.site}") for row in on_offer()]
    return [("", words.words(_("None of the pool"))), *rows]


LISTING_VERBS = (
    Verb(
        assets.take_listings,
        _("Give out"),
        icon="box-arrow-right",
        states=("offered",),
        primary=True,
        effects=taking,
        fields={
            "custodian_id": LookupField(_("Receiving person"), Staff),
            "room_id": LookupField(
                _("To room"), Room, description=_("Empty: the office area of the receiver.")
            ),
        },
    ),
    Verb(
        assets.withdraw_listings,
        _("Withdraw"),
        icon="x-circle",
        states=("offered",),
        danger=True,
        fields={"reason": StringField(_("Reason"))},
    ),
)
REUSE_VERBS = (
    Verb(
        assets.check_reuse,
        _("Check the pool"),
        icon="recycle",
        bulk=False,
        context=reuse_page,
        when=lambda row: row.request.status in ("draft", "submitted", "returned", "approved"),
        collect=lambda form, _rows: {
            "listing_id": id_of(form.listing_id.data or ""),
            "reason": form.reason.data or "",
        },
        fields={
            "listing_id": SelectField(
                _("Taken from the pool"), choices=offer_choices, validate_choice=False
            ),
            "reason": StringField(
                _("Why unsuitable"), description=_("When the pool offers it and none is taken.")
            ),
        },
    ),
)
