"""The shuttle: timetables in versions, connections that hold, and the runs of every working day."""

from logistics.operations.shuttle.routes import (
    end_shuttle_routes,
    publish_shuttle_routes,
    revise_shuttle_routes,
)
from logistics.operations.shuttle.runs import (
    RunReport,
    cancel_shuttle_runs,
    expect_shuttle_runs,
    report_shuttle_runs,
)

__all__ = [
    "RunReport",
    "cancel_shuttle_runs",
    "end_shuttle_routes",
    "expect_shuttle_runs",
    "publish_shuttle_routes",
    "report_shuttle_runs",
    "revise_shuttle_routes",
]
