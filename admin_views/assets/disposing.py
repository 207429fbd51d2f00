"""Disposals: the steps of the four persons, and the form on paper (报废审批表)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import DateField, DecimalField, StringField, TextAreaField

from admin_views import current, words
from admin_views.entering import WordsField
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now
from logistics.operations import assets
from logistics.operations.assets.disposing import lines_of_disposal
from logistics.permissions import Actor
from logistics.tables.assets.disposing import VERDICTS
from logistics.wording import Words, _

COMMENT = {"comment": TextAreaField(_("Opinion"))}


def disposal_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What goes off the books, and how far it is from its least life."""
    return [
        _effect(str(line.asset), words.money(line.book_value), line.life_left)
        for row in rows
        for line in lines_of_disposal(row)
    ]


def _effect(asset: str, value: str, life_left: int | None) -> Words:
    if life_left:
        return _(
            "%(asset)s: book value ¥ %(value)s, %(years)s years short of its least life.",
            asset=asset,
            value=value,
            years=life_left,
        )
    return _("%(asset)s: book value ¥ %(value)s, past its least life.", asset=asset, value=value)


class AssetDisposalView(TableView):
    """A disposal prints its form."""

    verbs = (
        Verb(assets.submit_disposals, _("Submit"), icon="send", states=("draft", "returned")),
        Verb(
            assets.examine_disposals,
            _("Technical opinion"),
            icon="tools",
            states=("submitted",),
            primary=True,
            effects=disposal_effects,
            fields={
                "verdict": WordsField(_("Technical verdict"), VERDICTS),
                "opinion": TextAreaField(
                    _("Technical opinion"),
                    description=_("Needed when an asset is short of its least life."),
                ),
            },
        ),
        Verb(
            assets.check_disposals,
            _("Check"),
            icon="check-lg",
            states=("examined",),
            primary=True,
            effects=disposal_effects,
            fields=COMMENT,
        ),
        Verb(
            assets.approve_disposals,
            _("Approve"),
            icon="check-lg",
            states=("checked",),
            primary=True,
            effects=disposal_effects,
            fields=COMMENT,
        ),
        Verb(
            assets.return_disposals,
            _("Return"),
            icon="arrow-return-left",
            states=("submitted", "examined", "checked"),
            fields=COMMENT,
        ),
        Verb(
            assets.reject_disposals,
            _("Reject"),
            icon="x-lg",
            states=("submitted", "examined", "checked"),
            danger=True,
            fields=COMMENT,
        ),
        Verb(
            assets.scrap_assets,
            _("Write off"),
            icon="trash",
            states=("approved",),
            primary=True,
            danger=True,
            effects=disposal_effects,
            fields={
                "disposed_on": DateField(_("Written off on"), default=local_today),
                "income": DecimalField(_("Income"), default=0),
                "authority_no": StringField(_("Reply of the competent authority")),
            },
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the form")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        return self.render(
            "assets/disposal_print.html",
            row=row,
            lines=lines_of_disposal(row),
            kinds=type(row).kind.labels,
            verdicts=VERDICTS,
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
