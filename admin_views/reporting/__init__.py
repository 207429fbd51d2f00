"""Reports: compiled, approved, read on the page, printed, taken along as a document."""

from admin_views.reporting.pages import blueprint
from admin_views.reporting.view import ReportView

READ_VERBS = ("read_reports",)

__all__ = ["READ_VERBS", "ReportView", "blueprint"]
