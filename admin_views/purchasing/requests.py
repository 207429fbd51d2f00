"""Purchase requests: the buttons of their way, the page of decision, the printed forms."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import TextAreaField

from admin_views import current, words
from admin_views.approvals import DecidingView, deciding
from admin_views.capitals import in_capitals
from admin_views.purchasing.approve_page import approve_effects, approve_page, lines_of_request
from admin_views.purchasing.steps import steps_of
from admin_views.purchasing.urgent import URGENT_VERB
from admin_views.signing import asking_to_sign
from admin_views.timeline import timeline_of
from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations.purchasing import requests
from logistics.wording import Words, _
from models import PurchaseRequest

REQUEST_VERBS = (
    Verb(
        requests.submit_purchases,
        _("Submit"),
        icon="send",
        states=("draft", "returned"),
        primary=True,
    ),
    deciding(
        requests.approve_purchases,
        template="purchasing/approve.html",
        context=approve_page,
        effects=approve_effects,
    ),
    asking_to_sign(PurchaseRequest),
    URGENT_VERB,
    Verb(
        requests.withdraw_purchases,
        _("Withdraw"),
        icon="arrow-counterclockwise",
        states=("submitted",),
        effects=lambda rows, _actor: [
            _("%(row)s comes back to be corrected; its approval begins anew.", row=str(row))
            for row in rows
        ],
    ),
    Verb(
        requests.cancel_purchases,
        _("Cancel the request"),
        icon="x-circle",
        states=("submitted", "returned", "approved"),
        fields={"comment": TextAreaField(_("Why it is given up"))},
        danger=True,
        effects=lambda rows, _actor: [
            _("%(row)s is given up for good and gives its budget back.", row=str(row))
            for row in rows
        ],
    ),
)


class PurchaseRequestView(DecidingView):
    """A request has its page of decision and prints as request and as approval form."""

    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print_request", _("Print the request")),
        ("print_approval", _("Print the approval form")),
    )

    def steps(self, row: Any) -> Sequence[dict[str, Any]]:
        return steps_of(row)

    @expose("/print_request/")
    def print_request(self) -> Any:
        """採購申請單."""
        return self._printed("purchasing/print_request.html")

    @expose("/print_approval/")
    def print_approval(self) -> Any:
        """採購審批表."""
        return self._printed("purchasing/print_approval.html")

    def _printed(self, template: str) -> str:
        row = self.one()
        steps = [
            entry
            for entry in timeline_of(self.table, row)
            if entry["mark"] not in ("sent", "later")
        ]
        return self.render(
            template,
            row=row,
            lines=lines_of_request(row),
            steps=steps,
            capitals=in_capitals(row.amount or Decimal(0), words.language()),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
