"""The yearly count: begun, counted line by line or many at once, approved."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from peewee import JOIN
from wtforms import StringField, TextAreaField

from admin_views.entering import LookupField, WordsField
from admin_views.printing import PrintedForm
from admin_views.verbs import Verb
from logistics.operations import assets
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import Asset, AssetCount, AssetCountLine, Room

COMMENT = {"comment": TextAreaField(_("Opinion"))}
RESULTS = {code: AssetCountLine.result.labels[code] for code in ("found", "moved", "missing")}
CAUSES = {"": _("No difference"), **AssetCountLine.cause.labels}


def begin_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many cards will be expected."""
    return [
        _(
            "Cards expected at %(site)s: %(count)s.",
            site=str(row.site),
            count=Asset.select()
            .where((Asset.site == row.site_id) & (Asset.status != "scrapped"))
            .count(),
        )
        for row in rows
    ]


def differences(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What approval agrees with."""
    results, causes = AssetCountLine.result.labels, AssetCountLine.cause.labels
    lines = AssetCountLine.select().where(
        AssetCountLine.count.in_(list(rows)) & (AssetCountLine.result != "found")
    )
    return [
        _(
            "%(what)s: %(result)s (%(cause)s)",
            what=str(line),
            result=results[line.result],
            cause=causes.get(line.cause, ""),
        )
        for line in lines
    ] or [_("Book, card and object agree.")]


COUNT_VERBS = (
    Verb(
        assets.begin_asset_counts,
        _("Begin the count"),
        icon="play",
        states=("draft",),
        primary=True,
        effects=begin_effects,
    ),
    Verb(
        assets.note_surplus,
        _("Found without a card"),
        icon="plus-lg",
        right="count_assets",
        tail="surplus",
        states=("counting",),
        bulk=False,
        fields={
            "found_name": StringField(_("Thing without a card")),
            "room_id": LookupField(_("Found in room"), Room),
            "note": StringField(_("Explanation")),
        },
    ),
    Verb(assets.submit_asset_counts, _("Submit"), icon="send", states=("counting",)),
    Verb(
        assets.approve_asset_counts,
        _("Approve"),
        icon="check-lg",
        states=("submitted",),
        primary=True,
        effects=differences,
        fields=COMMENT,
    ),
    Verb(
        assets.return_asset_counts,
        _("Return"),
        icon="arrow-return-left",
        states=("submitted",),
        fields=COMMENT,
    ),
)
COUNT_LINE_VERBS = (
    Verb(
        assets.count_assets,
        _("Count"),
        icon="check2-square",
        when=lambda row: row.count.status == "counting" and row.asset_id is not None,
        primary=True,
        fields={
            "result": WordsField(_("Result"), RESULTS, default="found"),
            "found_room_id": LookupField(_("Found in room"), Room),
            "cause": WordsField(_("Cause"), CAUSES),
            "note": StringField(_("Explanation")),
        },
    ),
)


def count_sheet(row: AssetCount) -> dict[str, Any]:
    """Every line of the count, room by room, and how many came to what (盘点表)."""
    lines = list(
        AssetCountLine.select(AssetCountLine, Asset, Room)
        .join(Asset, JOIN.LEFT_OUTER)
        .switch(AssetCountLine)
        .join(Room, JOIN.LEFT_OUTER, on=AssetCountLine.room)
        .where(AssetCountLine.count == row.id)
        .order_by(Room.code, Asset.tag, AssetCountLine.id)
    )
    results = AssetCountLine.result.labels
    return {
        "lines": sorted(lines, key=lambda line: line.asset_id is None),
        "results": results,
        "causes": AssetCountLine.cause.labels,
        "numbers": [
            (label, sum(line.result == code for line in lines)) for code, label in results.items()
        ],
        "cost": sum((line.asset.cost for line in lines if line.asset_id), Decimal()),
    }


COUNT_FORMS = (
    PrintedForm("sheet", _("Print the count list"), "assets/count_print.html", count_sheet),
)
