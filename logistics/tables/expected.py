"""The base of expected records: a row that is there before the work, with the work's window."""

from __future__ import annotations

from typing import ClassVar

from logistics.database import Choice, Instant, Reference, Text
from logistics.tables.base import Account, BaseModel
from logistics.wording import _


class ExpectedRecord(BaseModel):
    """Something that the plan expects between ``starts_at`` and ``ends_at`` (half-open).

    It is done inside its window or it is missed; a forgiven miss keeps its row and its note.
    """

    OWNED: ClassVar[tuple[str, ...]] = (
        "starts_at",
        "ends_at",
        "status",
        "done_at",
        "note",
        "forgiven_by",
        "forgiven_at",
    )

    starts_at = Instant(_("From"))
    ends_at = Instant(_("Until"))
    status = Choice(
        _("Status"),
        {
            "expected": _("Awaited"),
            "done": _("Completed"),
            "missed": _("Missed"),
            "forgiven": _("Forgiven"),
        },
        default="expected",
        tones={"expected": "info", "done": "ok", "missed": "bad", "forgiven": "neutral"},
    )
    done_at = Instant(_("Done at"), null=True)
    note = Text(_("Note"), max_length=200, default="")
    forgiven_by = Reference(Account, _("Forgiven by"), null=True)
    forgiven_at = Instant(_("Forgiven at"), null=True)
