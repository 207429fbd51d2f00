"""The pages of targets and supervision."""

import datetime as dt

import pytest

from logistics.operations.outcomes import Seen, only
from logistics.operations.targets.supervision import issue_supervision
from models import RewardPenalty, SupervisionItem, Target
from tests.factories.targets import (
    make_act,
    make_matter,
    make_target,
    matter_under_way,
    published_target,
)


@pytest.fixture(autouse=True)
def on_the_day(set_clock):
    set_clock("2026-06-12 10:00")


def test_a_target_is_published_and_reported_on_from_its_page(cast, client, login):
    """(R65)"""
    target = make_target(cast)
    director = login(client, "director")
    page = director.get(f"/admin/target/details/?id={target.id}")
    assert "/admin/target/publish/" in page.text
    told = director.get(f"/admin/target/publish/?id={target.id}").text
    assert "Guard Gu answers for “Patrols done” until 2026-06-30" in told
    director.post(f"/admin/target/publish/?id={target.id}")
    assert Target.get().status == "published"
    guard = login(client, "guard")
    address = f"/admin/target/report/?id={target.id}"
    assert "the target value is 98 %" in guard.get(address).text
    refused = guard.post(address, data={"attained": "97", "note": ""})
    assert refused.status_code == 409
    assert "Say what was done" in refused.text
    guard.post(address, data={"attained": "98", "note": "Patrol book, page 40."})
    assert Target.get().status == "reached"


def test_an_amendment_may_leave_value_or_day_as_it_is(cast, client, login):
    target = published_target(cast)
    address = f"/admin/target/amend/?id={target.id}"
    sent = {"wanted": "", "due_on": "2026-07-31", "note": "Two routes more."}
    login(client, "director").post(address, data=sent)
    assert Target.get().due_on == dt.date(2026, 7, 31)


def test_the_board_shows_the_tree_and_what_is_overdue(cast, client, login, set_clock):
    """(R65)"""
    whole = published_target(cast, level="center", unit=cast.units["CENTER"])
    published_target(cast, parent=whole, indicator="Visitors registered")
    item = matter_under_way(cast)
    set_clock("2026-07-03 10:00")
    page = login(client, "deputy").get("/targets?year=2026")
    assert page.text.index("Patrols done") < page.text.index("Visitors registered")
    assert "Days overdue: 3" in page.text
    assert item.title in page.text
    assert (
        client.get(f"/targets/letter?unit={cast.units['CENTER'].id}&year=2026").status_code == 200
    )
    assert client.get("/targets/letter?unit=x").status_code == 404
    own = login(client, "keeper").get("/targets")
    assert item.title in own.text
    assert item.title not in login(client, "guard").get("/targets").text


def test_a_matter_is_taken_on_reported_and_struck_off_from_its_page(cast, client, login):
    item = make_matter(cast)
    address = "/admin/supervision_item/{}/?id=" + str(item.id)
    login(client, "deputy").post(address.format("issue"))
    keeper = login(client, "keeper")
    assert item.title in keeper.get("/").text
    keeper.post(address.format("accept"))
    keeper.post(address.format("report"), data={"percent": "40", "note": "Shelves up."})
    keeper.post(address.format("finish"), data={"result": "Labelled and swept."})
    deputy = login(client, "deputy")
    assert "Labelled and swept." in deputy.get(address.format("close")).text
    deputy.post(address.format("close"))
    assert SupervisionItem.get().status == "done"
    printed = deputy.get(address.format("print")).text
    assert "Shelves up." in printed
    assert "SV-20260612-001" in printed


def test_pressing_is_offered_for_overdue_matters_only(cast, client, login, set_clock):
    item = make_matter(cast)
    only(issue_supervision(seen=[Seen(item.id)], actor=cast.deputy))
    page = f"/admin/supervision_item/details/?id={item.id}"
    assert "supervision_item/press" not in login(client, "deputy").get(page).text
    set_clock("2026-06-12 15:00")
    assert "supervision_item/press" in login(client, "deputy").get(page).text


def test_a_penalty_is_stated_on_by_whom_it_concerns_only(cast, client, login):
    act = make_act(cast, kind="criticism", status="proposed", doc_no="RP-1")
    page = f"/admin/reward_penalty/details/?id={act.id}"
    assert "reward_penalty/state" in login(client, "keeper").get(page).text
    client.post(f"/admin/reward_penalty/state/?id={act.id}", data={"statement": "I was ill."})
    assert RewardPenalty.get().statement == "I was ill."
    assert "reward_penalty/state" not in login(client, "deputy").get(page).text
    assert login(client, "guard").get(page).status_code in (403, 404)
