"""The yearly count: lines expected from the cards, found or not, explained and approved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from logistics.auditing import transaction
from logistics.database import now
from logistics.errors import RuleViolation, WrongState
from logistics.operations.assets.common import required, room_named, staff_behind
from logistics.operations.expected import expect_rows
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each, label_of
from logistics.operations.sets import change_many
from logistics.operations.transitions import add, load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.assets import Asset, AssetCount, AssetCountLine
from logistics.tables.organisation import Room
from logistics.wording import Words, _

FOUND = _("Counted")


def begin_asset_counts(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Begin the year's count of sites: one expected line for every card (R72)."""

    def begin(wanted: Seen) -> AssetCount:
        count = load(AssetCount, wanted)
        require_verb(actor, "begin_asset_counts", count)
        count = move(
            AssetCount,
            wanted,
            to="counting",
            out_of=("draft",),
            actor=actor,
            verb="begin_asset_counts",
            changes={"doc_no": take_number(AssetCount.doc_no.prefix)},
        )
        cards = Asset.select().where((Asset.site == count.site_id) & (Asset.status != "scrapped"))
        rows = (
            {
                "count": count.id,
                "asset": card.id,
                "room": card.room_id,
                "custodian": card.custodian_id,
            }
            for card in cards.order_by(Asset.tag)
        )
        key = ("count", "asset")
        expect_rows(AssetCountLine, rows, key=key, actor=actor, verb="begin_asset_counts")
        return count

    return each(seen, begin, done=_("Count begun"), model=AssetCount)


def count_assets(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    result: str = "found",
    found_room_id: int | None = None,
    cause: str = "",
    note: str = "",
) -> list[Outcome]:
    """Say of expected lines that they are as on the card, in another room, or missing.

    A difference takes its cause; the set is written by few statements, since a count has many.
    """
    changes = _counted(result, found_room_id, cause, note)
    outcomes: list[Outcome] = []
    with transaction():
        rows = _lines(seen)
        changes |= {"counted_at": now(), "counted_by": staff_behind(actor)}
        good: list[AssetCountLine] = []
        for wanted in seen:
            row = rows.get(wanted.id)
            try:
                row = load(AssetCountLine, wanted) if row is None else row
                _guard_line(row, wanted, actor)
                good.append(row)
            except RuleViolation as refusal:
                label = label_of(AssetCountLine, wanted.id)
                outcomes.append(Outcome(wanted.id, label, refusal.words, refusal))
        if good:
            change_many(good, [changes] * len(good), actor=actor, verb="count_assets")
        outcomes += [Outcome(row.id, str(row), FOUND) for row in good]
    return outcomes


def note_surplus(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    found_name: str,
    room_id: int | None = None,
    note: str = "",
) -> list[Outcome]:
    """Enter something that stands there without a card."""
    name = required(found_name, _("Name what was found without a card."), "found_name")
    room = room_named(room_id)

    def enter(wanted: Seen) -> AssetCount:
        require_verb(actor, "count_assets", load(AssetCount, wanted))
        count = move(
            AssetCount,
            wanted,
            to="counting",
            out_of=("counting",),
            actor=actor,
            verb="count_assets",
        )
        line = AssetCountLine(
            count=count.id,
            result="surplus",
            found_room=room.id if room else None,
            found_name=name[:80],
            cause="uncarded",
            note=note.strip()[:200],
            counted_at=now(),
            counted_by=staff_behind(actor),
        )
        add(line, actor=actor, verb="count_assets")
        return count

    return each(seen, enter, done=FOUND, model=AssetCount)


def submit_asset_counts(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hand counts to the deputy: every card counted, every difference with its cause."""

    def submit(wanted: Seen) -> AssetCount:
        count = load(AssetCount, wanted)
        require_verb(actor, "submit_asset_counts", count)
        left = _of(count).where(AssetCountLine.result.is_null()).count()
        if left:
            raise RuleViolation(_("Cards not counted yet: %(count)s.", count=left))
        return move(
            AssetCount,
            wanted,
            to="submitted",
            out_of=("counting",),
            actor=actor,
            verb="submit_asset_counts",
            changes={"counted_by": staff_behind(actor)},
        )

    return each(seen, submit, done=_("Submitted"), model=AssetCount)


def approve_asset_counts(*, seen: Sequence[Seen], actor: Actor, comment: str = "") -> list[Outcome]:
    """Agree with the differences: what stood elsewhere gets its new room on the card.

    What is missing waits for a disposal of its own, what has no card for its registration. Whoever
    counted cannot approve.
    """

    def approve(wanted: Seen) -> AssetCount:
        count = load(AssetCount, wanted)
        require_verb(actor, "approve_asset_counts", count)
        counters = {line.counted_by_id for line in _of(count)}
        count = move(
            AssetCount,
            wanted,
            to="approved",
            out_of=("submitted",),
            actor=actor,
            verb="approve_asset_counts",
            changes={
                "approved_by": staff_behind(actor, count.counted_by_id, *counters),
                "approved_at": now(),
                "decision_note": comment.strip(),
            },
        )
        _write_rooms(count, actor)
        return count

    return each(seen, approve, done=_("Approved"), model=AssetCount)


def return_asset_counts(*, seen: Sequence[Seen], actor: Actor, comment: str) -> list[Outcome]:
    """Send counts back; the comment says what to look for again."""
    comment = required(comment, _("Say what has to be counted again."), "comment")

    def send_back(wanted: Seen) -> AssetCount:
        require_verb(actor, "return_asset_counts", load(AssetCount, wanted))
        return move(
            AssetCount,
            wanted,
            to="counting",
            out_of=("submitted",),
            actor=actor,
            verb="return_asset_counts",
            changes={"decision_note": comment, "counted_by": None},
        )

    return each(seen, send_back, done=_("Returned"), model=AssetCount)


def _of(count: AssetCount) -> Any:
    return AssetCountLine.select().where(AssetCountLine.count == count.id)


def _counted(result: str, found_room_id: int | None, cause: str, note: str) -> dict[str, Any]:
    room: Room | None = room_named(found_room_id)
    if result not in ("found", "moved", "missing"):
        raise RuleViolation(_("Choose one from the list."), field="result")
    if result != "found" and not cause:
        raise RuleViolation(_("A difference needs its cause."), field="cause")
    if cause and cause not in AssetCountLine.cause.labels:
        raise RuleViolation(_("Choose one from the list."), field="cause")
    if result == "moved" and room is None:
        raise RuleViolation(_("Say in which room it stands."), field="found_room_id")
    found = result == "found"
    return {
        "result": result,
        "found_room": room.id if room is not None and result == "moved" else None,
        "cause": None if found else cause,
        "note": note.strip()[:200],
    }


def _lines(seen: Sequence[Seen]) -> dict[int, AssetCountLine]:
    query = (
        AssetCountLine.select(AssetCountLine, AssetCount, Asset)
        .join(AssetCount)
        .switch(AssetCountLine)
        .left_outer_join(Asset)
        .where(AssetCountLine.id.in_([wanted.id for wanted in seen]))
    )
    return {row.id: row for row in query}


def _guard_line(row: AssetCountLine, wanted: Seen, actor: Actor) -> None:
    if wanted.row_version is not None and row.row_version != wanted.row_version:
        load(AssetCountLine, wanted)
    require_verb(actor, "count_assets", row)
    if row.count.status != "counting":
        words: Words = _("%(count)s is not being counted.", count=str(row.count))
        raise WrongState(words)
    if row.asset_id is None:
        raise RuleViolation(_("What has no card stays as it was entered."))


def _write_rooms(count: AssetCount, actor: Actor) -> None:
    moved = list(_of(count).where(AssetCountLine.result == "moved"))
    rooms = {line.asset_id: line.found_room for line in moved}
    assets = list(Asset.select().where(Asset.id.in_(list(rooms))))
    places = [
        {"room": rooms[asset.id].id, "site": rooms[asset.id].building.site_id} for asset in assets
    ]
    change_many(assets, places, actor=actor, verb="approve_asset_counts")
