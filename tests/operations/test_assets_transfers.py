"""Transfers of assets: valid when the receiver has accepted; loans and returns (R48, R72)."""

from __future__ import annotations

import datetime as dt

import peewee
import pytest

from logistics.database import database, local_today
from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.operations.assets import (
    accept_assets,
    cancel_asset_transfers,
    decline_assets,
    hand_over_assets,
    return_assets,
    send_assets_to_repair,
    submit_asset_transfers,
    take_assets_from_repair,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import Actor
from models import Asset, AssetTransfer, AssetTransferLine, Notice
from tests.cast import Cast
from tests.factories.assets import hand_over, make_asset, make_place, make_transfer, submit

TOMORROW = local_today() + dt.timedelta(days=1)


def fresh(asset: Asset) -> Asset:
    return Asset.get_by_id(asset.id)


def accept(actor: Actor, transfer: AssetTransfer) -> None:
    only(accept_assets(seen=[Seen(transfer.id)], actor=actor))


def test_another_site_and_another_person_in_one_step_keep_both(cast: Cast) -> None:
    """features.md, case 14: the move writes place and custodian together, or nothing (R48)."""
    room = make_place(cast.site_b)
    asset = make_asset(cast)
    transfer = hand_over(cast, make_transfer(cast, asset, to_room=room))
    before = fresh(asset)
    assert (before.site, before.custodian) == (cast.site_a, cast.staff_staff)
    accept(cast.staff2, transfer)
    after = fresh(asset)
    assert (after.site, after.room, after.unit, after.custodian, after.status) == (
        cast.site_b,
        room,
        cast.units["BUREAU2"],
        cast.staff2_staff,
        "in_use",
    )
    line = AssetTransferLine.get()
    assert (line.from_site, line.from_custodian) == (cast.site_a, cast.staff_staff)


def test_only_the_receiving_person_accepts(cast: Cast) -> None:
    transfer = hand_over(cast, make_transfer(cast, make_asset(cast)))
    for somebody in (cast.staff, cast.assets):
        with pytest.raises(NotPermitted):
            accept(somebody, transfer)
    assert Notice.select().where(Notice.account == cast.staff2_account).exists()


def test_nobody_hands_over_to_himself(cast: Cast) -> None:
    transfer = make_transfer(cast, make_asset(cast), to_custodian=cast.assets_staff)
    submit(cast, transfer)
    with pytest.raises(NotPermitted, match="another step"):
        only(hand_over_assets(seen=[Seen(transfer.id)], actor=cast.assets))
    only(hand_over_assets(seen=[Seen(transfer.id)], actor=cast.head))


def test_what_is_refused_stays_where_it_was(cast: Cast) -> None:
    asset = make_asset(cast)
    transfer = hand_over(cast, make_transfer(cast, asset))
    with pytest.raises(RuleViolation, match="Say why"):
        decline_assets(seen=[Seen(transfer.id)], actor=cast.staff2, reason=" ")
    only(decline_assets(seen=[Seen(transfer.id)], actor=cast.staff2, reason="Broken"))
    assert fresh(asset).custodian == cast.staff_staff
    assert AssetTransfer.get_by_id(transfer.id).decline_reason == "Broken"
    assert Notice.select().where(Notice.account == cast.assets_account).exists()


def test_an_asset_is_promised_once(cast: Cast) -> None:
    asset = make_asset(cast)
    first, second = make_transfer(cast, asset), make_transfer(cast, asset)
    submit(cast, first)
    with pytest.raises(Conflict, match=f"{AssetTransfer.get_by_id(first.id).doc_no}"):
        submit(cast, second)
    with pytest.raises(Conflict):
        only(return_assets(seen=[Seen(asset.id)], actor=cast.assets))
    only(cancel_asset_transfers(seen=[Seen(first.id)], actor=cast.assets, reason="Not needed"))
    submit(cast, second)


def test_a_transfer_needs_lines_and_assets_of_its_unit(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="at least one asset"):
        submit(cast, make_transfer(cast))
    alien = make_asset(cast, unit=cast.units["STORE"])
    with pytest.raises(RuleViolation, match="belongs to Purchasing and Stores"):
        submit(cast, make_transfer(cast, alien))


def test_a_loan_comes_back_to_its_lender_without_custodian(cast: Cast) -> None:
    """features.md, case 14: return clears the custodian."""
    room = make_place(cast.site_a)
    asset = make_asset(cast, room=room)
    loan = make_transfer(cast, asset, kind="loan", due_on=TOMORROW)
    accept(cast.staff2, hand_over(cast, loan))
    lent = fresh(asset)
    assert (lent.status, lent.loan_due_on, lent.site) == ("loaned", TOMORROW, cast.site_b)
    only(return_assets(seen=[Seen(asset.id)], actor=cast.assets))
    back = fresh(asset)
    assert (back.status, back.custodian, back.loan_due_on) == ("idle", None, None)
    assert (back.site, back.room, back.unit) == (cast.site_a, room, cast.units["BUREAU"])


def test_a_loan_of_the_past_is_refused(cast: Cast) -> None:
    yesterday = local_today() - dt.timedelta(days=1)
    loan = make_transfer(cast, make_asset(cast), kind="loan", due_on=yesterday)
    with pytest.raises(RuleViolation, match="past"):
        submit(cast, loan)


def test_repair_and_back_keep_the_custodian(cast: Cast) -> None:
    asset = make_asset(cast)
    seen = [Seen(asset.id)]
    with pytest.raises(RuleViolation, match="Say what is wrong"):
        send_assets_to_repair(seen=seen, actor=cast.assets, note="")
    only(send_assets_to_repair(seen=seen, actor=cast.works, note="No picture"))
    with pytest.raises(WrongState):
        submit(cast, make_transfer(cast, asset))
    only(take_assets_from_repair(seen=seen, actor=cast.works))
    assert (fresh(asset).status, fresh(asset).custodian) == ("in_use", cast.staff_staff)


def test_the_database_keeps_idle_assets_without_custodian(cast: Cast) -> None:
    asset = make_asset(cast)
    with pytest.raises(peewee.IntegrityError), database.atomic():
        Asset.update(status="idle").where(Asset.id == asset.id).execute()


def test_a_clerk_moves_nothing(cast: Cast) -> None:
    transfer = make_transfer(cast, make_asset(cast))
    with pytest.raises(NotPermitted):
        only(submit_asset_transfers(seen=[Seen(transfer.id)], actor=cast.staff))
