"""The forms of posts and rooms on paper: what a post demands, who uses which rooms of an area."""

from __future__ import annotations

from typing import Any

from admin_views import current
from admin_views.ledgers import ledger
from admin_views.printing import PrintedForm
from logistics import permissions
from logistics.database import local_today
from logistics.queries.people import holders_of, rooms_in_use
from logistics.wording import _
from models import Post, RoomAllocation, Site, Staff


def _post(row: Post) -> dict[str, Any]:
    families = Post._meta.fields["family"].labels
    return {"family": families[row.family], "holders": holders_of(row.id, local_today())}


def _rooms(row: Site) -> dict[str, Any]:
    """Those that the reader may see."""
    today, query = local_today(), rooms_in_use(row.id, local_today())
    allocations = permissions.visible(current.actor(), query, RoomAllocation)
    return {"day": today, "allocations": list(allocations)}


POST_PRINTS = (
    PrintedForm("duties", _("Print the post description"), "people/post_print.html", _post),
)
SITE_PRINTS = (
    ledger(
        "roll",
        _("Roll of the staff"),
        ("staff_no", "name", "unit", "employment", "rank", "hired_on", "phone"),
        model=Staff,
        same=("site",),
        where=lambda: Staff.left_on.is_null(),
        signs=(_("Drawn up by"), _("Checked by")),
    ),
    PrintedForm("rooms", _("Print the allocation of rooms"), "people/rooms_print.html", _rooms),
)
