"""What the verbs of assets share: who acts, what is promised, where a room lies."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from logistics.database import lock
from logistics.errors import Conflict, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.transitions import label_of_status
from logistics.permissions import Actor
from logistics.queries.assets.promised import promised
from logistics.tables.assets import Asset
from logistics.tables.organisation import Room
from logistics.tables.people import Staff
from logistics.wording import Words, _


def staff_behind(actor: Actor, *others: int | None) -> int:
    """The actor as a member of staff who is none of ``others``: each step is another person's."""
    if actor.staff_id is None:
        raise NotPermitted(_("Only a member of staff can answer for this step."))
    if actor.staff_id in others:
        raise NotPermitted(_("You have already taken another step of this; somebody else must."))
    return actor.staff_id


def required(text: str, words: Words, field: str) -> str:
    """``text`` stripped; refused with ``words`` when it is empty."""
    if not text.strip():
        raise RuleViolation(words, field=field)
    return text.strip()


def hold_assets(
    asset_ids: Collection[int], *, out_of: Sequence[str], besides: int = 0
) -> list[Asset]:
    """The assets locked until commit, in one of the states and promised to nobody."""
    query = Asset.select().where(Asset.id.in_(list(asset_ids))).order_by(Asset.id)
    assets = list(lock(query))
    for asset in assets:
        if asset.status not in out_of:
            raise WrongState(
                _(
                    "%(row)s is “%(status)s”; this step is not possible from there.",
                    row=str(asset),
                    status=label_of_status(Asset, asset.status),
                )
            )
    taken = promised([asset.id for asset in assets], besides=besides)
    for asset in assets:
        if asset.id in taken:
            raise Conflict(
                _(
                    "%(asset)s stands in %(document)s, which is still open. Finish that first.",
                    asset=str(asset),
                    document=taken[asset.id],
                )
            )
    return assets


def room_named(room_id: int | None) -> Room | None:
    """A room by its id; None stays None."""
    if not room_id:
        return None
    room: Room | None = Room.get_or_none(Room.id == room_id)
    if room is None:
        raise NotFound(_("Choose one from the list."), field="room_id")
    return room


def person_named(staff_id: int | None, field: str) -> Staff:
    """Somebody of the staff who has not left."""
    person: Staff | None = Staff.get_or_none((Staff.id == staff_id) & Staff.left_on.is_null())
    if person is None:
        raise NotFound(_("Choose somebody of the staff."), field=field)
    return person


def asset_link(asset_id: int) -> str:
    """The page of an asset."""
    return f"/admin/asset/details/?id={asset_id}"
