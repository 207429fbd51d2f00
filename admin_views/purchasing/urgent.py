"""An urgent purchase: the button by which an oral approval is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import DateTimeLocalField, TextAreaField

from admin_views import words
from admin_views.entering import LookupField
from admin_views.verbs import Verb
from logistics.calendar import add_workdays
from logistics.database import local_today, office_zone
from logistics.operations.purchasing.requests import record_oral_approvals
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import PurchaseRequest, Staff


def urgent_caution(request: PurchaseRequest) -> dict[str, Any] | None:
    """What is to be minded about a request that was allowed by word of mouth; None for others."""
    if request.written_due is None or request.status != "submitted":
        return None
    late = request.written_due < local_today()
    return {
        "lead": _("Written approval overdue.") if late else _("Allowed by word of mouth."),
        "text": _(
            "%(name)s allowed ¥ %(amount)s at %(time)s: %(reason)s "
            "(written approval due on %(day)s)",
            name=request.oral_by.name,
            amount=words.money(request.oral_amount),
            time=words.instant(request.oral_at),
            reason=request.oral_reason,
            day=request.written_due,
        ),
    }


def _effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    day = add_workdays(local_today(), 1)
    return [
        _("It can be ordered at once; its budget is reserved now."),
        _("Whoever allowed it is told. The written approval is due by %(day)s.", day=day),
        _("Nothing is paid before it is approved in writing."),
    ]


def _arguments(form: Any, _rows: Sequence[Any]) -> Mapping[str, Any]:
    moment = form.allowed_at.data
    return {
        "allowed_by": form.allowed_by.data,
        "allowed_at": moment.replace(tzinfo=office_zone()) if moment is not None else None,
        "reason": form.reason.data or "",
    }


URGENT_VERB = Verb(
    record_oral_approvals,
    _("Write down an oral approval"),
    icon="lightning",
    states=("submitted",),
    tail="oral",
    fields={
        "allowed_by": LookupField(_("Who allowed it"), Staff),
        "allowed_at": DateTimeLocalField(_("When it was allowed")),
        "reason": TextAreaField(_("Why it could not wait")),
    },
    when=lambda request: request.written_due is None,
    effects=_effects,
    collect=_arguments,
)

__all__ = ["URGENT_VERB", "urgent_caution"]
