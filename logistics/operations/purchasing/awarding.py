"""The award: whose offer is taken, compared by whom, and why when it is not the lowest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from logistics.auditing import record
from logistics.database import local_today, lock
from logistics.errors import NotEnough, NotFound, RuleViolation, WrongState
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.people import group_of
from logistics.operations.purchasing.requests.awarding import take_award
from logistics.operations.purchasing.requests.rounds import row_needed
from logistics.operations.transitions import change, label_of_status, load
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.ordering import has_orders
from logistics.queries.purchasing.quoting import Comparison, Offer, comparison_of, standing_awards
from logistics.tables.approvals import ApprovalRule
from logistics.tables.people import Staff
from logistics.tables.purchasing import (
    Award,
    AwardLine,
    AwardMember,
    PurchaseRequest,
    PurchaseRequestLine,
)
from logistics.tables.purchasing.quotations import METHODS
from logistics.wording import _

VERB = "award_purchases"
ZERO = Decimal(0)
SINGLE_SOURCE = "single_source"
GROUP_OF_THREE = ("inquiry", "statutory")


@dataclass(frozen=True)
class Choice:
    """Lines of the request that go to one offer."""

    offer: Offer
    line_ids: tuple[int, ...]
    compared: int
    lowest: Decimal

    @property
    def amount(self) -> Decimal:
        return self.offer.price_of(self.line_ids)


def award_purchases(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    choices: Mapping[int, int],
    members: Collection[int],
    method: str = "",
    reason: str = "",
    offers_equal: bool = False,
) -> list[Outcome]:
    """Choose for every line of a request whose quotation is taken.

    ``choices`` maps request line to quotation; ``members`` are the staff who compared the offers
    beside the actor. The rule of the amount says how many offers must have been compared; a single
    source instead needs a written reason, and so does any offer above the lowest. A further award
    supersedes the last one. Amount, reservation and approval of the request follow.
    """

    if method and method not in METHODS:
        raise NotFound(_("Choose one from the list."), field="method")

    def award(wanted: Seen) -> PurchaseRequest:
        request = load(PurchaseRequest, wanted)
        require_verb(actor, VERB, request)
        request = _take(request)
        asked = _choices_of(request, choices)
        rule = _rule_at(request, asked)
        chosen = _chosen(request, asked, method or rule.method)
        rule = row_needed(request, _amount_at(request, chosen)).rule
        way = method or rule.method
        _refuse_too_few(chosen, rule, way, reason)
        _refuse_dearer(chosen, reason, offers_equal)
        group = group_of(members, request=request, least=_least_group(way), actor=actor)
        _supersede(request, actor)
        for choice in chosen:
            _write(request, choice, way, reason.strip(), offers_equal, group, actor)
        awarded = sum((choice.amount for choice in chosen), ZERO)
        return take_award(request_id=request.id, awarded=awarded, actor=actor, verb=VERB)

    return each(seen, award, done=_("Supplier chosen."), model=PurchaseRequest)


def _take(request: PurchaseRequest) -> PurchaseRequest:
    """The request locked, while a supplier may still be chosen for it."""
    locked: PurchaseRequest = lock(
        PurchaseRequest.select().where(PurchaseRequest.id == request.id)
    ).get()
    if locked.status not in ("submitted", "approved"):
        raise WrongState(
            _(
                "%(row)s is “%(status)s”; this step is not possible from there.",
                row=str(locked),
                status=label_of_status(PurchaseRequest, locked.status),
            )
        )
    if has_orders(locked.id):
        raise WrongState(_("%(row)s has been ordered already.", row=str(locked)))
    return locked


def _choices_of(request: PurchaseRequest, choices: Mapping[int, int]) -> dict[int, int]:
    lines = PurchaseRequestLine.select().where(PurchaseRequestLine.request == request.id)
    asked = {line.id: choices[line.id] for line in lines if line.id in choices}
    missing = [line for line in lines if line.id not in asked]
    if missing:
        raise RuleViolation(
            _("%(line)s: choose an offer for every line.", line=str(missing[0])), field="choices"
        )
    return asked


def _rule_at(request: PurchaseRequest, asked: Mapping[int, int]) -> ApprovalRule:
    """The rule of the amount that the chosen offers come to, whatever else is wrong with them."""
    every = comparison_of(request, method=None).by_quotation
    if set(asked.values()) - every.keys():
        raise NotFound(_("There is no such quotation for this request."), field="choices")
    prices = [
        Decimal(every[quotation].prices[line].amount)
        for line, quotation in asked.items()
        if line in every[quotation].prices
    ]
    return row_needed(request, max(request.estimate, sum(prices, ZERO))).rule


def _chosen(request: PurchaseRequest, asked: Mapping[int, int], method: str) -> list[Choice]:
    comparison = comparison_of(request, method=method)
    lines_of: dict[int, list[int]] = {}
    for line_id, quotation_id in asked.items():
        lines_of.setdefault(quotation_id, []).append(line_id)
    return [
        _choice(comparison, comparison.by_quotation[quotation_id], tuple(line_ids))
        for quotation_id, line_ids in sorted(lines_of.items())
    ]


def _choice(comparison: Comparison, offer: Offer, line_ids: tuple[int, ...]) -> Choice:
    if offer.problem is not None:
        raise RuleViolation(
            _(
                "%(offer)s cannot be chosen: %(problem)s",
                offer=str(offer.quotation),
                problem=offer.problem,
            ),
            field="choices",
        )
    if not offer.covers(line_ids):
        raise RuleViolation(
            _(
                "%(offer)s has no price for a line that it was chosen for.",
                offer=str(offer.quotation),
            ),
            field="choices",
        )
    comparable = comparison.comparable(line_ids)
    lowest = min(other.price_of(line_ids) for other in comparable)
    return Choice(offer, line_ids, len(comparable), lowest)


def _amount_at(request: PurchaseRequest, chosen: Collection[Choice]) -> Decimal:
    return max(Decimal(request.estimate), sum((choice.amount for choice in chosen), ZERO))


def _refuse_too_few(
    chosen: Collection[Choice], rule: ApprovalRule, method: str, reason: str
) -> None:
    if method == SINGLE_SOURCE:
        if not reason.strip():
            raise RuleViolation(
                _("A purchase from a single source needs a written reason."), field="reason"
            )
        return
    for choice in chosen:
        if choice.compared < rule.min_quotes:
            raise NotEnough(
                _(
                    "At this amount %(needed)s quotations must be compared; %(found)s count. Get "
                    "more, or give the written reason for a single source.",
                    needed=rule.min_quotes,
                    found=choice.compared,
                ),
                field="choices",
            )


def _refuse_dearer(chosen: Collection[Choice], reason: str, offers_equal: bool) -> None:
    for choice in chosen:
        if choice.amount == choice.lowest:
            continue
        told = {
            "offer": str(choice.offer.quotation),
            "amount": choice.amount,
            "lowest": choice.lowest,
        }
        if offers_equal:
            raise RuleViolation(
                _(
                    "%(offer)s asks %(amount)s, the lowest %(lowest)s. With equal quality and "
                    "service the lowest price wins.",
                    **told,
                ),
                field="choices",
            )
        if not reason.strip():
            raise RuleViolation(
                _(
                    "%(offer)s asks %(amount)s, the lowest %(lowest)s. Say in writing why it is "
                    "chosen all the same.",
                    **told,
                ),
                field="reason",
            )


def _least_group(method: str) -> int:
    """Two always buy together; an inquiry has a group of three."""
    return 3 if method in GROUP_OF_THREE else 2


def _supersede(request: PurchaseRequest, actor: Actor) -> None:
    for earlier in standing_awards([request.id]):
        change(earlier, {"status": "superseded"}, actor=actor, verb=VERB)


def _write(
    request: PurchaseRequest,
    choice: Choice,
    method: str,
    reason: str,
    offers_equal: bool,
    group: Collection[Staff],
    actor: Actor,
) -> None:
    who = {"created_by": actor.account_id, "updated_by": actor.account_id}
    award = Award.create(
        doc_no=take_number("AW", local_today()),
        request=request,
        quotation=choice.offer.quotation,
        supplier=choice.offer.quotation.supplier,
        method=method,
        amount=choice.amount,
        lowest_amount=choice.lowest,
        quotes_compared=choice.compared,
        offers_equal=offers_equal,
        reason=reason,
        decided_on=local_today(),
        **who,
    )
    prices = [choice.offer.prices[line_id] for line_id in choice.line_ids]
    AwardLine.insert_many(
        {
            "award": award.id,
            "request_line": price.request_line_id,
            "quantity": price.quantity,
            "unit_price": price.unit_price,
            "amount": price.amount,
            **who,
        }
        for price in prices
    ).execute()
    AwardMember.insert_many(
        {"award": award.id, "staff": person.id, **who} for person in group
    ).execute()
    record(actor, VERB, award)


__all__ = ["SINGLE_SOURCE", "award_purchases"]
