"""Fills an empty house with everything that the acts begin from.

Run as ``python -m benchmarks.acts.filling DATABASE_URL ROWS``.
"""

from __future__ import annotations

import sys

from benchmarks.acts import approving, issuing, people, scoring
from benchmarks.filling import fill
from logistics.auditing import transaction
from logistics.database import connect, database

if __name__ == "__main__":
    database.initialize(connect(sys.argv[1]))
    with database.connection_context():
        fill(int(sys.argv[2]))
        with transaction():
            people.appoint_people()
        for act in (approving, issuing, scoring):
            with transaction():
                act.fill()
        database.execute_sql("ANALYZE")
