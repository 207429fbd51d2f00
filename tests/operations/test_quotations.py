"""Quotations and awards: how many are needed, which wins, and every refusal (R72)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import pytest

from logistics.database import local_today
from logistics.errors import (
    Conflict,
    NotEnough,
    NotFound,
    NotPermitted,
    RuleViolation,
    StaleRecord,
    WrongState,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.awarding import award_purchases
from logistics.operations.purchasing.quoting import (
    extend_quotations,
    record_quotations,
    withdraw_quotations,
)
from logistics.operations.purchasing.requests import submit_purchases
from logistics.operations.purchasing.suppliers import blacklist_suppliers, reinstate_suppliers
from models import (
    ApprovalTask,
    Award,
    AwardLine,
    AwardMember,
    BudgetLine,
    PurchaseRequestLine,
    Quotation,
    Supplier,
)
from tests.cast import Cast
from tests.factories.procurement import (
    award,
    awarded,
    lines_of,
    make_supplier,
    make_wanted,
    order,
    quote,
    quoting,
)
from tests.factories.purchasing_requests import approve, fresh, make_request
from tests.factories.stock import make_item

pytestmark = pytest.mark.usefixtures("matrix")


def days(number: int) -> dt.date:
    return local_today() + dt.timedelta(days=number)


# Writing down


def test_a_quotation_has_a_price_for_each_line_and_their_sum(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), "2.5", 100), (make_item(), 3, 100)])

    quotation = quote(request, cast.buyer, "3.33", "10.10")

    assert quotation.amount == D("8.33") + D("30.30")
    assert [line.amount for line in quotation.lines] == [D("8.33"), D("30.30")]
    assert quotation.doc_no.startswith("QT-")


def test_writing_down_a_quotation_raises_the_version_of_the_request(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])

    quote(request, cast.buyer, 490)

    assert fresh(request).row_version == request.row_version + 1


def test_a_supplier_gives_one_price_a_round(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    first = quote(request, cast.buyer, 490)

    with pytest.raises(Conflict) as refusal:
        quote(request, cast.buyer, 480, supplier=first.supplier)

    assert refusal.value.field == "supplier"


def test_a_withdrawn_price_cannot_be_replaced_in_the_same_round(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    first = quote(request, cast.buyer, 490)
    only(withdraw_quotations(seen=[Seen(first.id)], actor=cast.buyer, reason="Wrong goods"))

    with pytest.raises(Conflict):
        quote(request, cast.buyer, 480, supplier=first.supplier)


def test_a_quotation_of_a_later_round_takes_the_place_of_the_earlier(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    first = quote(request, cast.buyer, 490)
    approve(request, cast.buyer, choice="return", comment="Too vague")
    only(submit_purchases(seen=[Seen(request.id)], actor=cast.staff))

    second = record_again(cast, request.id, first.supplier)

    assert (second.round, second.status) == (2, "standing")
    assert Quotation.get_by_id(first.id).status == "withdrawn"


def record_again(cast: Cast, request_id: int, supplier: Supplier) -> Quotation:
    line = PurchaseRequestLine.get(PurchaseRequestLine.request == request_id)
    only(
        record_quotations(
            seen=[Seen(request_id)],
            actor=cast.buyer,
            supplier=supplier,
            quoted_on=local_today(),
            valid_to=days(10),
            prices={line.id: D(450)},
        )
    )
    return Quotation.select().order_by(Quotation.id.desc()).get()


def test_a_blacklisted_supplier_is_not_asked(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    supplier = make_supplier()
    only(blacklist_suppliers(seen=[Seen(supplier.id)], actor=cast.deputy, reason="False papers"))

    with pytest.raises(RuleViolation, match="False papers"):
        quote(request, cast.buyer, 480, supplier=supplier)


def test_a_supplier_no_longer_in_use_is_not_asked(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])

    with pytest.raises(RuleViolation, match="no longer in use"):
        quote(request, cast.buyer, 480, supplier=make_supplier(is_active=False))


@pytest.mark.parametrize(("quoted", "valid", "field"), [(1, 30, "quoted_on"), (-9, -1, "valid_to")])
def test_the_days_of_a_quotation_must_make_sense(
    cast: Cast, quoted: int, valid: int, field: str
) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])

    with pytest.raises(RuleViolation) as refusal:
        quote(request, cast.buyer, 480, quoted_on=days(quoted), valid_to=days(valid))

    assert refusal.value.field == field


def test_a_quotation_names_at_least_one_price_above_zero(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    (line,) = lines_of(request)

    for prices in ({}, {line.id: D(0)}, {line.id: D(-1)}, {line.id: D("1.234")}):
        with pytest.raises(RuleViolation) as refusal:
            quote(request, cast.buyer, prices=prices)
        assert refusal.value.field == "prices"


def test_a_quotation_prices_no_line_of_another_request(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    (foreign,) = lines_of(quoting(cast, [(make_item(), 1, 500)]))

    with pytest.raises(NotFound):
        quote(request, cast.buyer, prices={foreign.id: D(1)})


def test_an_unknown_supplier_is_refused(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])

    with pytest.raises(NotFound):
        record_again(cast, request.id, Supplier(id=10**6))


def test_nobody_quotes_for_a_draft(cast: Cast) -> None:
    request = make_request(cast.staff_staff, 500)

    with pytest.raises(WrongState):
        quote(request, cast.buyer, 480)


def test_only_a_buyer_writes_quotations_down(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])

    with pytest.raises(NotPermitted):
        quote(request, cast.keeper, 480)


def test_a_quotation_can_be_prolonged_but_not_shortened(cast: Cast) -> None:
    quotation = quote(quoting(cast, [(make_item(), 1, 500)]), cast.buyer, 480)

    only(extend_quotations(seen=[Seen(quotation.id)], actor=cast.buyer, valid_to=days(60)))

    assert Quotation.get_by_id(quotation.id).valid_to == days(60)
    with pytest.raises(RuleViolation):
        only(extend_quotations(seen=[Seen(quotation.id)], actor=cast.buyer, valid_to=days(59)))


def test_withdrawing_needs_a_reason_and_happens_once(cast: Cast) -> None:
    quotation = quote(quoting(cast, [(make_item(), 1, 500)]), cast.buyer, 480)

    with pytest.raises(RuleViolation):
        withdraw_quotations(seen=[Seen(quotation.id)], actor=cast.buyer, reason=" ")
    only(withdraw_quotations(seen=[Seen(quotation.id)], actor=cast.buyer, reason="Left the trade"))
    with pytest.raises(WrongState):
        only(withdraw_quotations(seen=[Seen(quotation.id)], actor=cast.buyer, reason="Again"))


def test_an_awarded_quotation_stays(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    quotation = quote(request, cast.buyer, 480)
    award(request, cast.buyer, quotation, members=[cast.buyer2_staff.id])

    with pytest.raises(WrongState, match="awarded"):
        only(withdraw_quotations(seen=[Seen(quotation.id)], actor=cast.buyer, reason="Late"))


# The blacklist


def test_the_blacklist_needs_a_reason_and_only_the_director_takes_off_it(cast: Cast) -> None:
    seen = [Seen(make_supplier().id)]
    with pytest.raises(RuleViolation):
        blacklist_suppliers(seen=seen, actor=cast.deputy, reason="")
    only(blacklist_suppliers(seen=seen, actor=cast.deputy, reason="Late"))
    with pytest.raises(WrongState):
        only(blacklist_suppliers(seen=seen, actor=cast.deputy, reason="Late again"))
    with pytest.raises(NotPermitted):
        only(reinstate_suppliers(seen=seen, actor=cast.deputy, reason="Sorry"))

    only(reinstate_suppliers(seen=seen, actor=cast.director, reason="A year is over"))

    assert not Supplier.get_by_id(seen[0].id).is_blacklisted
    with pytest.raises(WrongState):
        only(reinstate_suppliers(seen=seen, actor=cast.director, reason="Again"))


# The award


def test_one_quotation_and_two_buyers_do_up_to_1000(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 1000)])
    quotation = quote(request, cast.buyer, 950, is_sealed=False)

    award(request, cast.buyer, quotation, members=[cast.buyer2_staff.id])

    given = Award.get()
    assert (given.method, given.amount, given.quotes_compared) == ("direct", 950, 1)
    assert given.supplier == quotation.supplier
    assert {row.staff.name for row in AwardMember.select()} == {"Buyer Bai", "Buyer Bo"}
    request = fresh(request)
    assert (request.awarded, request.amount, request.status) == (950, 1000, "submitted")


def test_one_buyer_alone_awards_nothing(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 1000)])
    quotation = quote(request, cast.buyer, 950)

    with pytest.raises(RuleViolation) as refusal:
        award(request, cast.buyer, quotation, members=[cast.buyer_staff.id])

    assert refusal.value.field == "members"


@pytest.mark.parametrize(("amount", "needed"), [(1001, 2), (5000, 2), (5001, 3), (60_000, 3)])
def test_the_amount_says_how_many_quotations_must_be_compared(
    cast: Cast, amount: int, needed: int
) -> None:
    request = quoting(cast, [(make_item(), 1, amount)])
    group = [cast.buyer2_staff.id, cast.discipline_staff.id]
    lowest = quote(request, cast.buyer, amount)
    for extra in range(1, needed - 1):
        quote(request, cast.buyer, amount + extra)
    with pytest.raises(NotEnough):
        award(request, cast.buyer, lowest, members=group)

    quote(request, cast.buyer, amount + 9)
    award(request, cast.buyer, lowest, members=group)

    assert Award.get().quotes_compared == needed


def test_a_single_source_needs_a_written_reason_instead_of_competitors(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 6000)])
    quotation = quote(request, cast.buyer, 6000)
    group = {"members": [cast.buyer2_staff.id], "method": "single_source"}

    with pytest.raises(RuleViolation) as refusal:
        award(request, cast.buyer, quotation, reason=" ", **group)
    assert refusal.value.field == "reason"
    award(request, cast.buyer, quotation, reason="Sole maker of the part", **group)

    assert Award.get().method == "single_source"
    assert approve(request, cast.buyer).status == "submitted"


def test_an_inquiry_has_a_group_of_three(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 60_000)])
    lowest = quote(request, cast.buyer, 59_000)
    quote(request, cast.buyer, 59_500)
    quote(request, cast.buyer, 59_600)

    with pytest.raises(RuleViolation, match="3 people"):
        award(request, cast.buyer, lowest, members=[cast.buyer2_staff.id])
    award(request, cast.buyer, lowest, members=[cast.buyer2_staff.id, cast.discipline_staff.id])


def test_a_winner_above_the_lowest_needs_a_reason(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 2000)])
    quote(request, cast.buyer, 1800)
    dearer = quote(request, cast.buyer, 1900)
    group = [cast.buyer2_staff.id]

    with pytest.raises(RuleViolation, match="Say in writing") as refusal:
        award(request, cast.buyer, dearer, members=group)
    assert refusal.value.field == "reason"
    award(request, cast.buyer, dearer, members=group, reason="Three years of warranty")

    given = Award.get()
    assert (given.amount, given.lowest_amount) == (1900, 1800)


def test_with_equal_offers_the_lowest_wins_whatever_the_reason(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 2000)])
    quote(request, cast.buyer, 1800)
    dearer = quote(request, cast.buyer, 1900)

    with pytest.raises(RuleViolation, match="the lowest price wins"):
        award(
            request,
            cast.buyer,
            dearer,
            members=[cast.buyer2_staff.id],
            reason="We know them",
            offers_equal=True,
        )


def test_of_two_equal_prices_either_may_win(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 2000)])
    quote(request, cast.buyer, 1800)
    second = quote(request, cast.buyer, 1800)

    award(request, cast.buyer, second, members=[cast.buyer2_staff.id], offers_equal=True)

    assert Award.get().quotation == second


def test_a_blacklisted_supplier_wins_nothing_and_does_not_count(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 2000)])
    barred = quote(request, cast.buyer, 1700)
    other = quote(request, cast.buyer, 1800)
    only(blacklist_suppliers(seen=[Seen(barred.supplier_id)], actor=cast.deputy, reason="Bribes"))
    group = [cast.buyer2_staff.id]

    with pytest.raises(RuleViolation, match="blacklisted"):
        award(request, cast.buyer, barred, members=group)
    with pytest.raises(NotEnough):
        award(request, cast.buyer, other, members=group)


def test_an_expired_quotation_wins_nothing_and_does_not_count(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 2000)])
    old = quote(request, cast.buyer, 1700)
    other = quote(request, cast.buyer, 1800)
    Quotation.update(valid_to=days(-1)).where(Quotation.id == old.id).execute()
    group = [cast.buyer2_staff.id]

    with pytest.raises(RuleViolation, match="expired"):
        award(request, cast.buyer, old, members=group)
    with pytest.raises(NotEnough):
        award(request, cast.buyer, other, members=group)


def test_above_1000_an_offer_without_seal_does_not_count(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 2000)])
    loose = quote(request, cast.buyer, 1700, is_sealed=False)
    quote(request, cast.buyer, 1800)

    with pytest.raises(RuleViolation, match="seal"):
        award(request, cast.buyer, loose, members=[cast.buyer2_staff.id])


def test_a_quotation_for_a_quantity_since_changed_does_not_count(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 2, 250)])
    quotation = quote(request, cast.buyer, 200)
    PurchaseRequestLine.update(quantity=D(3)).where(
        PurchaseRequestLine.request == request.id
    ).execute()

    with pytest.raises(RuleViolation, match="changed after"):
        award(request, cast.buyer, quotation, members=[cast.buyer2_staff.id])


def test_a_supplier_gone_out_of_use_wins_nothing(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    quotation = quote(request, cast.buyer, 450)
    Supplier.update(is_active=False).where(Supplier.id == quotation.supplier_id).execute()

    with pytest.raises(RuleViolation, match="no longer in use"):
        award(request, cast.buyer, quotation, members=[cast.buyer2_staff.id])


def test_lines_can_go_to_different_suppliers_each_compared_for_its_lines(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 1000), (make_item(), 1, 1000)])
    first = quote(request, cast.buyer, 900, 1000)
    second = quote(request, cast.buyer, 950, 800)
    one, two = lines_of(request)

    only(
        award_purchases(
            seen=[Seen(request.id)],
            actor=cast.buyer,
            choices={one.id: first.id, two.id: second.id},
            members=[cast.buyer2_staff.id],
        )
    )

    assert [(row.supplier, row.amount) for row in Award.select().order_by(Award.id)] == [
        (first.supplier, 900),
        (second.supplier, 800),
    ]
    assert fresh(request).awarded == 1700


def test_every_line_needs_a_choice_with_a_price(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 400), (make_item(), 1, 400)])
    part = quote(request, cast.buyer, 390)
    one, two = lines_of(request)
    group = {"members": [cast.buyer2_staff.id]}

    with pytest.raises(RuleViolation, match="every line"):
        award(request, cast.buyer, part, choices={one.id: part.id}, **group)
    with pytest.raises(RuleViolation, match="no price"):
        award(request, cast.buyer, part, **group)
    with pytest.raises(NotFound):
        award(request, cast.buyer, part, choices={one.id: part.id, two.id: 10**6}, **group)
    with pytest.raises(NotFound):
        award(request, cast.buyer, part, method="lottery", **group)


def test_whoever_asked_for_the_goods_does_not_choose_the_supplier(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    quotation = quote(request, cast.buyer, 450)

    with pytest.raises(RuleViolation, match="asked for the goods"):
        award(request, cast.buyer, quotation, members=[cast.staff_staff.id])


def test_whoever_reviewed_the_need_does_not_compare_the_offers(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    quotation = quote(request, cast.buyer, 450)

    with pytest.raises(NotPermitted):
        award(request, cast.buyer, quotation, members=[cast.head_staff.id])


def test_only_a_buyer_awards(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    quotation = quote(request, cast.buyer, 450)

    with pytest.raises(NotPermitted):
        award(request, cast.deputy, quotation, members=[cast.buyer_staff.id])


def test_the_reservation_follows_the_award(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 4000)])
    line = BudgetLine.get_by_id(request.budget_line_id)
    assert line.reserved == 4000
    lowest = quote(request, cast.buyer, 3500)
    quote(request, cast.buyer, 3600)

    award(request, cast.buyer, lowest, members=[cast.buyer2_staff.id])

    assert BudgetLine.get_by_id(line.id).reserved == 3500


def test_an_award_above_the_band_begins_approval_anew_at_the_right_level(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 4900)])
    lowest = quote(request, cast.buyer, 5100)
    quote(request, cast.buyer, 5200)
    with pytest.raises(NotEnough):
        award(request, cast.buyer, lowest, members=[cast.buyer2_staff.id])
    quote(request, cast.buyer, 5300)

    award(request, cast.buyer, lowest, members=[cast.buyer2_staff.id])

    request = fresh(request)
    assert (request.status, request.amount) == ("submitted", 5100)
    rounds = ApprovalTask.select().where(ApprovalTask.doc_id == request.id, ApprovalTask.round == 2)
    assert "collective" in {task.kind for task in rounds}


def test_a_further_award_supersedes_the_last(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 900)])
    group = [cast.buyer2_staff.id]
    award(request, cast.buyer, quote(request, cast.buyer, 890), members=group)

    award(request, cast.buyer, quote(request, cast.buyer, 850), members=group)

    assert [row.status for row in Award.select().order_by(Award.id)] == ["superseded", "standing"]
    assert fresh(request).awarded == 850
    assert AwardLine.select().count() == 2


def test_nothing_is_awarded_for_a_draft_or_after_the_order(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 1, 900)])
    quotation = Quotation.get(Quotation.request == request)
    order(cast, request, quantities=None)
    with pytest.raises(WrongState):
        award(request, cast.buyer, quotation, members=[cast.buyer2_staff.id])

    draft = make_request(cast.staff_staff, 500)
    with pytest.raises(WrongState):
        award(draft, cast.buyer, quotation, members=[cast.buyer2_staff.id])


def test_half_ordered_is_ordered_for_an_award(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 2, 400)])
    (line,) = lines_of(request)
    order(cast, request, quantities={line.id: D(1)})

    with pytest.raises(WrongState, match="ordered already"):
        award(
            request,
            cast.buyer,
            Quotation.get(Quotation.request == request),
            members=[cast.buyer2_staff.id],
        )


def test_an_award_on_a_stale_page_is_refused(cast: Cast) -> None:
    request = quoting(cast, [(make_item(), 1, 500)])
    quotation = quote(request, cast.buyer, 450)

    with pytest.raises(StaleRecord):
        only(
            award_purchases(
                seen=[Seen(request.id, request.row_version)],
                actor=cast.buyer,
                choices={line.id: quotation.id for line in lines_of(request)},
                members=[cast.buyer2_staff.id],
            )
        )


def test_a_wanted_request_is_quoted_before_its_turn(cast: Cast) -> None:
    request = make_wanted(cast, [(make_item(), 1, 500)])

    assert quote(request, cast.buyer, 480).round == 1
