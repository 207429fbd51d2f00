"""Whether the quotations of requests are complete, so that they can be decided on."""

from __future__ import annotations

from collections.abc import Mapping

from logistics.errors import RuleViolation
from logistics.queries.purchasing.quoting import standing_awards
from logistics.tables.purchasing import Award, AwardLine, PurchaseRequestLine
from logistics.wording import _


def why_not_quoted(needed: Mapping[int, int]) -> dict[int, RuleViolation]:
    """The requests whose quotations are not complete, with the reason; two statements.

    ``needed`` says how many quotations the rule of each request demands. Every line must have been
    awarded in its present quantity; a single source, which has its written reason, is exempt from
    the number.
    """
    if not needed:
        return {}
    refusals: dict[int, RuleViolation] = {
        request_id: RuleViolation(_("Choose a supplier for every line first: an award is missing."))
        for request_id in _unawarded(needed)
    }
    for award in standing_awards(needed):
        least = needed[award.request_id]
        if award.method != "single_source" and award.quotes_compared < least:
            refusals.setdefault(
                award.request_id,
                RuleViolation(
                    _(
                        "%(least)s quotations are needed at this amount, %(number)s were compared.",
                        least=least,
                        number=award.quotes_compared,
                    )
                ),
            )
    return refusals


def _unawarded(request_ids: Mapping[int, int]) -> set[int]:
    given = (
        AwardLine.select(AwardLine.request_line)
        .join(Award)
        .where(
            Award.request.in_(list(request_ids)),
            Award.status == "standing",
            AwardLine.request_line == PurchaseRequestLine.id,
            AwardLine.quantity == PurchaseRequestLine.quantity,
        )
    )
    missing = PurchaseRequestLine.select(PurchaseRequestLine.request).where(
        PurchaseRequestLine.request.in_(list(request_ids)),
        PurchaseRequestLine.id.not_in(given),
    )
    return {row.request_id for row in missing}


__all__ = ["why_not_quoted"]
