"""``purchase``: decide on purchase requests from the command line, under somebody's own rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from commands.running import acting, as_json, json_option
from logistics.errors import NotFound
from logistics.operations.approvals import Decision
from logistics.operations.outcomes import Outcome, Seen
from logistics.operations.purchasing.requests import approve_purchases
from logistics.permissions import Actor
from logistics.wording import _
from models import PurchaseRequest


@click.group("purchase")
def group() -> None:
    """Purchase requests: approve, return or reject them."""


def _deciding(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that all three decisions share."""
    for decorate in (
        json_option,
        acting,
        click.option("--minutes", "minutes_no", default="", help="Number of the minutes."),
        click.option("--comment", default="", help="Why; needed to return or reject."),
        click.argument("numbers", nargs=-1, required=True, metavar="NUMBER…"),
    ):
        command = decorate(command)
    return command


@group.command("approve")
@_deciding
def approve(**given: Any) -> None:
    """Approve the requests with these numbers, each on its own; 1 when any was refused."""
    _decide("approve", **given)


@group.command("return")
@_deciding
def give_back(**given: Any) -> None:
    """Return requests to be corrected; needs --comment."""
    _decide("return", **given)


@group.command("reject")
@_deciding
def reject(**given: Any) -> None:
    """Reject requests for good; needs --comment."""
    _decide("reject", **given)


def _decide(
    choice: str,
    *,
    numbers: tuple[str, ...],
    actor: Actor,
    comment: str,
    minutes_no: str,
    json_wanted: bool,
) -> None:
    requests = [_request(number) for number in dict.fromkeys(numbers)]
    decisions = [
        Decision(Seen(request.id, request.row_version), choice, comment, minutes_no)
        for request in requests
    ]
    outcomes = approve_purchases(decisions=decisions, actor=actor)
    report = [_told(outcome) for outcome in outcomes]
    if json_wanted:
        as_json({"requests": report})
    else:
        for line in report:
            click.echo(f"{line['number']}: {line['message']}", err=line["status"] == "refused")
    if not all(outcome.done for outcome in outcomes):
        raise SystemExit(1)


def _request(number: str) -> PurchaseRequest:
    request = PurchaseRequest.get_or_none(PurchaseRequest.doc_no == number)
    if request is None:
        raise NotFound(_("There is no purchase request %(number)s.", number=number))
    return request


def _told(outcome: Outcome) -> dict[str, str]:
    request = PurchaseRequest.get_by_id(outcome.id)
    return {
        "number": request.doc_no,
        "status": request.status if outcome.done else "refused",
        "message": outcome.words.filled(),
    }
