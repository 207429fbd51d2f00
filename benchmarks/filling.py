"""Fills an empty house with the rows of the benchmark, by COPY or executemany.

Run as ``python -m benchmarks.filling DATABASE_URL ROWS`` with the house's own interpreter; it
prints the token of a session of the administrator.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks import data
from logistics.auditing import transaction
from logistics.database import connect, database, is_postgresql, now
from logistics.operations.rights import seed_rights
from logistics.operations.roles import appoint
from logistics.operations.sessions import open_session
from logistics.schema.history import History
from models import Account

HOUSE = ("created_at", "updated_at", "row_version")
ACCOUNTS = 10


def fill(rows: int) -> None:
    """Everything; the last step tells the planner what is there."""
    History(database).up()
    with transaction():
        seed_rights()
        for number in range(1, ACCOUNTS + 1):
            login = "admin" if number == 1 else f"keeper{number}"
            Account.create(login=login, name=data.staff_name(number), must_change_password=False)
        appoint(account=Account.get_by_id(1), roles=("sysadmin",))
        put("site", ("code", "name"), ((f"S{n}", name) for n, name in enumerate(data.SITES, 1)))
        put(
            "unit",
            ("code", "name", "kind", "site_id"),
            ((f"U{n:02}", f"第{n}科", "section", 1 + n % 3) for n in range(1, data.UNITS + 1)),
        )
        put(
            "staff",
            ("staff_no", "name", "account_id", "unit_id", "site_id", "employment", "hired_on"),
            (
                (f"{n:05}", data.staff_name(n), n if n <= ACCOUNTS else None, 1 + n % data.UNITS,
                 1 + n % 3, "institution", data.FIRST_DAY)
                for n in range(1, data.STAFF + 1)
            ),
        )  # fmt: skip
        put(
            "item",
            ("code", "name", "unit_of_measure", "kind"),
            ((f"I{n:05}", data.item_name(n), "件", "consumable") for n in range(1, data.ITEMS + 1)),
        )
        put(
            "warehouse",
            ("site_id", "code", "name"),
            ((1 + n % 3, f"W{n}", f"{n}号仓库") for n in range(1, data.WAREHOUSES + 1)),
        )
        put(
            "stock_movement",
            ("warehouse_id", "item_id", "kind", "quantity", "value", "moved_on", "unit_id",
             "created_by_id", "note"),
            data.movements(rows),
        )  # fmt: skip
        put(
            "purchase_request",
            ("doc_no", "purpose", "unit_id", "site_id", "requester_id", "amount", "need_by",
             "status"),
            data.purchases(rows // 10),
        )  # fmt: skip
    database.execute_sql("ANALYZE")


def put(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append ``rows``, numbered from 1."""
    moment = now().replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    names = ", ".join(f'"{name}"' for name in ("id", *columns, *HOUSE))
    values = ((n, *row, moment, moment, 1) for n, row in enumerate(rows, start=1))
    cursor = database.cursor()
    if is_postgresql():
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in values:
                copy.write_row(row)
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\""  # noqa: S608
        )
        return
    marks = ", ".join("?" * (names.count(",") + 1))
    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)  # noqa: S608


def session_token() -> str:
    """A session of the administrator that outlives the benchmark."""
    with transaction():
        return open_session(Account.get_by_id(1), address="127.0.0.1", device="benchmark").token


if __name__ == "__main__":
    database.initialize(connect(sys.argv[1]))
    with database.connection_context():
        fill(int(sys.argv[2]))
        print(session_token())
