"""What stands on a person's start page; each panel only for whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from admin_views import words
from admin_views.assessment.waiting import waiting_in_assessment
from admin_views.assets import waiting_in_assets
from admin_views.buildings.waiting import waiting_in_buildings
from admin_views.canteen.waiting import waiting_in_canteen
from admin_views.care.waiting import waiting_in_care
from admin_views.cleaning import waiting_in_cleaning
from admin_views.columns import TONES
from admin_views.conduct.waiting import waiting_in_conduct
from admin_views.costs import waiting_in_costs
from admin_views.duty.panels import coming_entries, on_duty_entries
from admin_views.duty.waiting import waiting_on_duty
from admin_views.energy import waiting_in_energy
from admin_views.fleet.waiting import waiting_in_fleet
from admin_views.guarding import waiting_in_guarding
from admin_views.learning import waiting_in_learning
from admin_views.mail.waiting import waiting_in_mail
from admin_views.meetings import waiting_in_meetings
from admin_views.purchasing.waiting import waiting_in_purchasing
from admin_views.reporting.waiting import waiting_in_reporting
from admin_views.rules import waiting_in_rules
from admin_views.service_desk import waiting_in_service_desk
from admin_views.stock import waiting_in_stock
from admin_views.targets.waiting import waiting_in_targets
from logistics import permissions
from logistics.database import Record, local_day, local_today
from logistics.permissions import Actor
from logistics.queries.approvals.progress import waiting_for
from logistics.queries.conduct.figures import bulletins_for
from logistics.queries.inbox import messages_for
from logistics.queries.stock.levels import below_minimum
from logistics.wording import _
from models import ALL_MODELS, BudgetLine, Item, PurchaseRequest, Staff

WAITING = (
    waiting_in_purchasing,
    waiting_in_stock,
    waiting_in_meetings,
    waiting_in_energy,
    waiting_in_assets,
    waiting_in_costs,
    waiting_in_fleet,
    waiting_in_guarding,
    waiting_in_cleaning,
    waiting_on_duty,
    waiting_in_conduct,
    waiting_in_assessment,
    waiting_in_buildings,
    waiting_in_rules,
    waiting_in_learning,
    waiting_in_service_desk,
    waiting_in_targets,
    waiting_in_care,
    waiting_in_reporting,
    waiting_in_canteen,
    waiting_in_mail,
)
MOST_TASKS = 8
MOST_ROWS = 5
FULL = 100
WARN_FROM = 90


def desk_of(actor: Actor) -> dict[str, Any]:
    """Everything that templates/home.html shows this person."""
    return {
        "title": _("Good day, %(name)s", name=actor.name),
        "lead": [words.long_day(local_today())],
        "actions": _actions(actor),
        "todo": _todo(actor),
        "requests": _requests(actor),
        "budgets": _budgets(actor),
        "low_stock": _low_stock(actor),
        "on_duty": on_duty_entries(),
        "duty": _duty(actor),
        "bulletins": _bulletins(actor),
        "notices": _notices(actor),
    }


def _actions(actor: Actor) -> list[dict[str, Any]]:
    if not permissions.may(actor, "create", PurchaseRequest):
        return []
    return [
        {
            "label": _("New purchase request"),
            "url": url_for("purchase_request.new"),
            "icon": "plus-lg",
            "primary": True,
        }
    ]


def _todo(actor: Actor) -> dict[str, Any]:
    """Documents that wait for this person's decision, the most urgent first."""
    tasks = waiting_for(actor)
    documents = _documents({(task.doc_type, task.doc_id) for task in tasks[:MOST_TASKS]})
    today = local_today()
    items = []
    for task in tasks[:MOST_TASKS]:
        document = documents.get((task.doc_type, task.doc_id))
        if document is None:
            continue
        late = task.due_on is not None and task.due_on < today
        items.append(
            {
                "kind": type(document).LABEL,
                "icon": "inbox",
                "title": str(document),
                "amount": getattr(document, "amount", None),
                "wait": _("Due %(day)s", day=task.due_on) if task.due_on else "",
                "tone": "bad" if late else None,
                "url": url_for(f"{task.doc_type}.verb", tail="approve", id=task.doc_id),
            }
        )
    for waiting in WAITING:
        items += waiting(actor)
    more = max(0, len(tasks) - MOST_TASKS)
    return {"items": items, "count": len(items) + more, "url": url_for("approval_task.index")}


def _documents(keys: set[tuple[str, int]]) -> Mapping[tuple[str, int], Record]:
    """Documents by kind and id, one statement a kind."""
    by_type: dict[str, list[int]] = {}
    for doc_type, doc_id in keys:
        by_type.setdefault(doc_type, []).append(doc_id)
    found: dict[tuple[str, int], Record] = {}
    for model in ALL_MODELS:
        ids = by_type.get(model._meta.table_name)
        if ids:
            rows = model.select().where(model.id.in_(ids))
            found.update({(model._meta.table_name, row.id): row for row in rows})
    return found


def _requests(actor: Actor) -> dict[str, Any] | None:
    if not permissions.may(actor, "create", PurchaseRequest) or actor.staff_id is None:
        return None
    query = (
        PurchaseRequest.select()
        .where(PurchaseRequest.requester == actor.staff_id)
        .order_by(PurchaseRequest.id.desc())
        .limit(MOST_ROWS)
    )
    labels = PurchaseRequest._meta.fields["status"].labels
    return {
        "items": [
            {
                "title": row.purpose,
                "url": url_for("purchase_request.details", id=row.id),
                "doc_no": row.doc_no,
                "badge": {"text": labels[row.status], "tone": TONES.get(row.status, "work")},
                "at": words.day(local_day(row.created_at)),
            }
            for row in query
        ],
        "url": url_for("purchase_request.index", requester__eq=actor.staff_id),
    }


def _budgets(actor: Actor) -> dict[str, Any] | None:
    """The budget lines that are used up most, for those who watch over money."""
    if "all" not in permissions.scopes_of(actor, "read", BudgetLine):
        return None
    year = local_today().year
    lines = []
    for line in BudgetLine.select().where(BudgetLine.year == year):
        amount = line.amount + line.adjusted
        if not amount:
            continue
        parts = [
            ("spent", FULL * float(line.spent / amount)),
            ("held", FULL * float((line.reserved + line.committed) / amount)),
        ]
        percent = round(sum(part for _kind, part in parts))
        lines.append(
            {
                "label": line.name,
                "parts": parts,
                "percent": percent,
                "text": _(
                    "%(left)s left",
                    left=words.money(amount - line.spent - line.reserved - line.committed),
                ),
                "tone": "warn" if percent >= WARN_FROM else None,
            }
        )
    lines.sort(key=lambda entry: -entry["percent"])
    if not lines:
        return None
    gone = local_today().timetuple().tm_yday / 365 * FULL
    return {
        "items": lines[:MOST_ROWS],
        "note": _("year gone: %(percent)s %%", percent=round(gone)),
        "tick": gone,
        "url": url_for("budget_line.index", year__eq=year),
    }


def _low_stock(actor: Actor) -> dict[str, Any] | None:
    if not permissions.may_verb(actor, "issue_supplies"):
        return None
    items = [
        {
            "title": row.item.name,
            "url": url_for("item.details", id=row.item.id),
            "percent": min(FULL, FULL * float(row.on_hand / row.item.min_stock)),
            "tone": "bad" if not row.on_hand else "warn",
            "quantity": row.on_hand,
            "minimum": row.item.min_stock,
            "unit": row.item.unit_of_measure,
        }
        for row in below_minimum()
    ]
    return {
        "sites": [{"label": words.words(_("All office areas")), "items": items[:MOST_TASKS]}],
        "url": url_for(f"{Item._meta.table_name}.index"),
    }


def _duty(actor: Actor) -> dict[str, Any] | None:
    if actor.staff_id is None:
        return None
    return {"items": coming_entries(actor.staff_id), "url": url_for("duty.roster")}


def _bulletins(actor: Actor) -> dict[str, Any] | None:
    """The bulletins that this person has not acknowledged yet."""
    person = Staff.get_or_none(Staff.id == actor.staff_id)
    if person is None or not permissions.may_verb(actor, "acknowledge_bulletins"):
        return None
    return {
        "items": [
            {
                "title": row.title,
                "url": url_for("conduct.bulletin", bulletin_id=row.id),
                "at": words.day(local_day(row.published_at)),
            }
            for row in bulletins_for(person, unread_only=True)[:MOST_ROWS]
        ],
        "url": url_for("conduct.board"),
    }


def _notices(actor: Actor) -> dict[str, Any]:
    return {
        "items": [
            {"text": message.words, "url": message.link, "at": words.instant(message.at)}
            for message in messages_for(actor)[:MOST_ROWS]
            if message.unread
        ],
        "url": url_for("inbox.index"),
    }
