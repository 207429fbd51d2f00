"""Buttons of a mail item: from sorting to the signature, and what happens when it goes astray."""

from __future__ import annotations

from wtforms import StringField

from admin_views import current
from admin_views.entering import LookupField
from admin_views.verbs import Verb
from logistics.operations.mail.correcting import (
    UNDELIVERED,
    forward_mail,
    recover_mail,
    report_misdeliveries,
    return_mail,
)
from logistics.operations.mail.delivering import deliver_mail, sign_mail, sort_mail
from logistics.tables.mail import AT_HAND
from logistics.wording import _
from models import MailItem, Staff, Unit


def _is_ours(row: MailItem) -> bool:
    return row.status in AT_HAND and row.to_unit_id == current.actor().unit_id


ITEM_VERBS = (
    Verb(sort_mail, _("Sort"), icon="inboxes", states=("received",), primary=True),
    Verb(
        deliver_mail,
        _("Deliver"),
        icon="pen",
        states=AT_HAND,
        fields={
            "signed_by": LookupField(_("Signed for by"), Staff),
            "proxy_note": StringField(
                _("Signed on behalf, because"),
                description=_("Only where somebody of another unit signs."),
            ),
        },
        primary=True,
    ),
    Verb(sign_mail, _("Sign for it"), icon="pen", when=_is_ours, primary=True),
    Verb(
        report_misdeliveries,
        _("Not ours"),
        icon="exclamation-triangle",
        states=("delivered",),
        tail="misdelivered",
        fields={
            "note": StringField(_("How it went astray")),
            "wrong_unit_id": LookupField(_("Misdelivered to"), Unit),
        },
        danger=True,
    ),
    Verb(
        recover_mail,
        _("Recovered"),
        icon="arrow-counterclockwise",
        states=("misdelivered",),
        fields={"note": StringField(_("How it was recovered, and why it went astray"))},
        primary=True,
    ),
    Verb(
        forward_mail,
        _("Forward"),
        icon="forward",
        states=UNDELIVERED,
        fields={
            "to_unit_id": LookupField(_("Addressed to"), Unit),
            "reason": StringField(_("Reason")),
        },
    ),
    Verb(
        return_mail,
        _("Return to the post"),
        icon="arrow-return-left",
        states=UNDELIVERED,
        fields={"reason": StringField(_("How the addressee was traced"))},
    ),
)
