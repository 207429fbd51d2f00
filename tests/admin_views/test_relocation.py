"""The gate page of a move, its tasks, and the printed order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models import Relocation, RelocationTask, Unit
from tests.cast import Cast
from tests.client import Client
from tests.factories.relocation import make_relocation, make_slot, make_task

Login = Callable[[Client, str], Client]


def post(client: Client, table: str, tail: str, row: Any, **sent: Any) -> Any:
    return client.post(f"/admin/{table}/{tail}/?id={row.id}", data=sent)


def test_the_gate_page_shows_what_still_blocks(client: Client, login: Login, cast: Cast) -> None:
    relocation = make_relocation(cast)
    make_task(relocation, cast.works_staff, phase="after", title="Generator")
    page = login(client, "works").get(f"/admin/relocation/gate/?id={relocation.id}").text
    for told in ("8 of 8 are not ready", "Fire check", "Get ready: mail", "Generator"):
        assert told in page


def test_from_the_gate_to_the_move(client: Client, login: Login, cast: Cast) -> None:
    relocation = make_relocation(cast)
    slot = make_slot(relocation, cast.units["BUREAU"], 1)
    director = login(client, "director")
    refused = post(director, "relocation", "clear", relocation)
    assert (refused.status_code, "is not done yet" in refused.text) == (409, True)

    works = login(client, "works")
    assert post(works, "move_slot", "execute", slot).status_code == 409
    ids = ",".join(str(task.id) for task in relocation.tasks)
    done = works.post(
        f"/admin/relocation_task/finish/?id={ids}",
        data={"evidence": "Signed", "done_on": "2026-06-01"},
    )
    assert "8 done, 0 refused" in done.text
    assert post(login(client, "director"), "relocation", "clear", relocation).status_code == 302
    assert post(login(client, "works"), "move_slot", "execute", slot).status_code == 302
    assert Unit.get_by_id(slot.unit_id).site_id == cast.site_b.id
    assert Relocation.get().status == "moved"


def test_the_owner_of_a_task_reports_it_himself(client: Client, login: Login, cast: Cast) -> None:
    relocation = make_relocation(cast)
    task = make_task(relocation, cast.guard_staff)
    guard = login(client, "guard")
    assert post(guard, "relocation_task", "finish", task, evidence="Log").status_code == 302
    assert RelocationTask.get_by_id(task.id).evidence == "Log"


def test_the_order_of_units_prints(client: Client, login: Login, cast: Cast) -> None:
    relocation = make_relocation(cast)
    make_slot(relocation, cast.units["BUREAU"], 1)
    page = login(client, "works").get(f"/admin/relocation/print_order/?id={relocation.id}").text
    assert "Economic Bureau" in page
