"""Finds in the demonstration what a test works on; which records exactly, no test needs to know."""

from __future__ import annotations

from logistics.permissions import load_actor
from logistics.queries.approvals.progress import waiting_for
from logistics.queries.stock import preview_sheet
from models import Account, IssueSheet, PurchaseRequest, Quotation, Staff


def staff_of(login: str) -> Staff:
    """The member of the staff behind an account."""
    return Staff.get(Staff.account == Account.get(Account.login == login))


def purchases_waiting_for(login: str) -> list[PurchaseRequest]:
    """The purchases that wait for somebody's decision, the most urgent first."""
    actor = load_actor(Account.get(Account.login == login))
    tasks = waiting_for(actor, PurchaseRequest._meta.table_name)
    return [PurchaseRequest.get_by_id(task.doc_id) for task in tasks]


def purchase_with_quotations(login: str) -> PurchaseRequest:
    """A purchase with budget and quotations that waits for somebody's decision."""
    return next(
        request
        for request in purchases_waiting_for(login)
        if request.budget_line_id
        and Quotation.select().where(Quotation.request == request).exists()
    )


def sheet_to_issue() -> IssueSheet:
    """A prepared issue sheet for two sites or more on which each has something."""
    drafts = IssueSheet.select().where(IssueSheet.status == "draft")
    return next(
        sheet
        for sheet in drafts
        if len(sites := preview_sheet(sheet).sites) > 1 and all(site.items for site in sites)
    )
