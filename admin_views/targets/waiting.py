"""What of targets and supervision waits for a person at the start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views.waiting import Wait, waiting_by_state
from logistics.database import local_today
from logistics.permissions import Actor
from logistics.wording import _
from models import RewardPenalty, SupervisionItem, Target

WAITS = (
    Wait(Target, "draft", "publish_targets", "bullseye", _("Targets to be published")),
    Wait(
        Target,
        "reached",
        "confirm_targets",
        "bullseye",
        _("Targets to be confirmed"),
        lambda actor: Target.owner != actor.staff_id,
    ),
    Wait(
        SupervisionItem,
        "reported",
        "close_supervision",
        "flag",
        _("Matters to be struck off"),
        lambda actor: SupervisionItem.owner != actor.staff_id,
    ),
    Wait(
        RewardPenalty,
        "proposed",
        "review_rewards",
        "award",
        _("Rewards, penalties: to look into"),
    ),
    Wait(
        RewardPenalty,
        "reviewed",
        "decide_rewards",
        "award",
        _("Rewards, penalties: to decide on"),
    ),
)


def waiting_in_targets(actor: Actor) -> Iterator[dict[str, Any]]:
    """The matters that one answers for first, then what one's duty asks for."""
    if actor.staff_id is not None:
        yield from _own(actor.staff_id)
    yield from waiting_by_state(WAITS, actor)


def _own(staff_id: int) -> Iterator[dict[str, Any]]:
    mine = (SupervisionItem.owner == staff_id) & SupervisionItem.status.in_(("issued", "accepted"))
    for item in SupervisionItem.select().where(mine).order_by(SupervisionItem.due_on):
        late = item.due_on < local_today()
        yield {
            "kind": SupervisionItem.LABEL,
            "icon": "flag",
            "title": str(item),
            "wait": _("Due %(day)s", day=item.due_on),
            "tone": "bad" if late else "warn" if item.status == "issued" else None,
            "url": url_for("supervision_item.details", id=item.id),
        }
