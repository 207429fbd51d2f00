"""The yearly count, cards for what was bought, and what is over the standard (R50, R72)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from logistics.database import local_today
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment.measures.base import Span
from logistics.operations.assessment.measures.costs import observe_asset_counts
from logistics.operations.assets import (
    approve_asset_counts,
    begin_asset_counts,
    count_assets,
    note_surplus,
    register_assets,
    return_asset_counts,
    submit_asset_counts,
)
from logistics.operations.outcomes import Outcome, Seen, only
from logistics.queries.assets.standards import excesses, over_after, too_dear
from models import (
    AllocationStandard,
    Asset,
    AssetCount,
    AssetCountLine,
    GoodsAcceptanceLine,
)
from tests.cast import Cast
from tests.factories.assets import make_asset, make_asset_class, make_place
from tests.factories.procurement import accepted, ordered
from tests.factories.stock import make_item

D = Decimal


def begin(cast: Cast) -> AssetCount:
    """A count begun at site A."""
    count = AssetCount.create(year=2026, site=cast.site_a, counted_on=local_today())
    only(begin_asset_counts(seen=[Seen(count.id)], actor=cast.assets))
    return AssetCount.get_by_id(count.id)


def lines(count: AssetCount) -> dict[int, AssetCountLine]:
    return {line.asset_id: line for line in count.lines}


def tell(cast: Cast, line: AssetCountLine, **told: object) -> Outcome:
    return only(count_assets(seen=[Seen(line.id)], actor=cast.assets, **told))


class TestCount:
    def test_every_card_of_the_site_is_expected_once(self, cast: Cast) -> None:
        here = make_asset(cast)
        make_asset(cast, site=cast.site_b)
        make_asset(cast, status="scrapped", custodian=None, retired_on=local_today())
        assert set(lines(begin(cast))) == {here.id}

    def test_a_difference_takes_its_cause(self, cast: Cast) -> None:
        asset = make_asset(cast)
        count = begin(cast)
        line = lines(count)[asset.id]
        with pytest.raises(RuleViolation, match="needs its cause"):
            tell(cast, line, result="missing")
        with pytest.raises(RuleViolation, match="in which room"):
            tell(cast, line, result="moved", cause="unrecorded")
        tell(cast, line, result="missing", cause="lost", note="Not in the building")
        assert lines(count)[asset.id].result == "missing"

    def test_it_is_handed_in_when_all_is_counted(self, cast: Cast) -> None:
        first, second = make_asset(cast), make_asset(cast)
        count = begin(cast)
        tell(cast, lines(count)[first.id])
        with pytest.raises(RuleViolation, match="not counted yet: 1"):
            only(submit_asset_counts(seen=[Seen(count.id)], actor=cast.assets))
        tell(cast, lines(count)[second.id])
        only(submit_asset_counts(seen=[Seen(count.id)], actor=cast.assets))
        with pytest.raises(WrongState):
            tell(cast, lines(count)[first.id])

    def test_approval_writes_the_new_room_on_the_card(self, cast: Cast) -> None:
        asset, room = make_asset(cast), make_place(cast.site_a)
        count = begin(cast)
        seen = [Seen(count.id)]
        tell(
            cast, lines(count)[asset.id], result="moved", found_room_id=room.id, cause="unrecorded"
        )
        only(note_surplus(seen=seen, actor=cast.assets, found_name="Fan", room_id=room.id))
        only(submit_asset_counts(seen=seen, actor=cast.assets))
        only(return_asset_counts(seen=seen, actor=cast.deputy, comment="Look again"))
        only(submit_asset_counts(seen=seen, actor=cast.assets))
        only(approve_asset_counts(seen=seen, actor=cast.deputy))
        assert Asset.get_by_id(asset.id).room == room

    def test_lines_that_differ_count_against_who_handed_it_in(self, cast: Cast) -> None:
        first, second = make_asset(cast), make_asset(cast)
        count = begin(cast)
        tell(cast, lines(count)[first.id])
        tell(cast, lines(count)[second.id], result="missing", cause="lost")
        seen = [Seen(count.id)]
        today = Span(local_today(), local_today())
        only(submit_asset_counts(seen=seen, actor=cast.assets))
        assert list(observe_asset_counts(today)) == []
        only(approve_asset_counts(seen=seen, actor=cast.deputy))
        faults = {row.doc_id: (row.staff, row.fault) for row in observe_asset_counts(today)}
        keeper = cast.assets_staff.id
        assert list(faults.values()) == [(keeper, ""), (keeper, "difference")]

    def test_who_counted_does_not_approve(self, cast: Cast) -> None:
        asset = make_asset(cast)
        count = begin(cast)
        tell(cast, lines(count)[asset.id])
        only(submit_asset_counts(seen=[Seen(count.id)], actor=cast.assets))
        AssetCountLine.update(counted_by=cast.deputy_staff).execute()
        with pytest.raises(NotPermitted, match="another step"):
            only(approve_asset_counts(seen=[Seen(count.id)], actor=cast.deputy))


@pytest.mark.usefixtures("matrix")
class TestRegister:
    """Accepted pieces of a purchase get their cards (R50, R54, R57)."""

    def bought(self, cast: Cast, pieces: int = 2, **item: object) -> GoodsAcceptanceLine:
        item = {"kind": "fixed_asset", "catalogue_code": "A05010201", **item}
        acceptance = accepted(cast, ordered(cast, [(make_item(**item), pieces, 430)]))
        return acceptance.lines.get()

    def register(self, cast: Cast, line: GoodsAcceptanceLine) -> None:
        kind = make_asset_class(min_life_years=15)
        told = {"asset_class_id": kind.id, "room_id": make_place(cast.site_b).id}
        only(register_assets(seen=[Seen(line.id)], actor=cast.assets, **told))

    def test_each_piece_has_a_card_of_the_unit_that_asked(self, cast: Cast) -> None:
        line = self.bought(cast)
        self.register(cast, line)
        cards = list(Asset.select().order_by(Asset.tag))
        assert len({card.tag for card in cards}) == 2
        for card in cards:
            assert (card.cost, card.unit, card.site, card.life_years) == (
                430,
                cast.units["BUREAU"],
                cast.site_b,
                15,
            )
            assert card.source_order == line.receipt_line.order_line.order

    def test_no_piece_gets_two_cards(self, cast: Cast) -> None:
        line = self.bought(cast)
        self.register(cast, line)
        with pytest.raises(RuleViolation, match="has its card"):
            self.register(cast, line)

    def test_what_is_used_up_needs_no_card(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="no fixed asset"):
            self.register(cast, self.bought(cast, kind="consumable"))


class TestStandards:
    def test_more_than_the_heads_allow_is_shown(self, cast: Cast) -> None:
        """The bureau has two heads: two desks are its measure, three are too many."""
        unit = cast.units["BUREAU"]
        AllocationStandard.create(
            catalogue_code="A05010201", name="Desk", max_per_head=D(1), price_cap=D(3000)
        )
        for _number in range(2):
            make_asset(cast, catalogue_code="A05010201")
        assert excesses([unit.id]) == []
        (after,) = over_after(unit, {"A05010201": 1})
        assert (after.held, after.allowed, after.heads) == (3, 2, 2)
        make_asset(cast, catalogue_code="A05010201")
        assert [(row.unit, row.held) for row in excesses()] == [(unit, 3)]

    def test_a_price_above_the_cap_is_shown(self, cast: Cast) -> None:
        AllocationStandard.create(catalogue_code="A05010201", name="Desk", price_cap=D(3000))
        assert too_dear("A05010201", D(3000)) is None
        assert too_dear("A05010201", D("3000.01")) is not None
