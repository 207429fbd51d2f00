"""The databases of the benchmark: Houqin's own, and the same rows for the other panels."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.postgres import Cluster, binaries

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {"listen_addresses": "", "shared_buffers": "1GB"}
"""Memory enough for the rows; durability as PostgreSQL has it unless told otherwise."""

COPIED = {
    # What the peers get of each table, with the indexes that its keys and its order want.
    "site": ("id, name", ()),
    "unit": ("id, name", ()),
    "account": ("id, name", ()),
    "staff": ("id, name", ()),
    "item": ("id, code, name", ("name",)),
    "warehouse": ("id, name", ()),
    "stock_movement": (
        "id, warehouse_id, item_id, kind, quantity, value, moved_on, unit_id, created_by_id, note",
        ("warehouse_id, kind, moved_on", "item_id", "unit_id", "created_by_id", "moved_on, id"),
    ),
    "purchase_request": (
        "id, doc_no, purpose, unit_id, site_id, requester_id, amount, status",
        ("unit_id", "site_id", "requester_id"),
    ),
}


@dataclass(frozen=True)
class House:
    """One filled database: addresses, the administrator's token, and the row in its middle."""

    engine: str
    rows: int
    url: str
    peers_url: str
    token: str
    middle: tuple[str, int]

    def places(self, panel: str = "") -> dict[str, str]:
        """What stands in the addresses of a panel."""
        day, row = self.middle
        page = self.rows // 100 + 1
        return {
            "page": str(page),
            "page0": str(page - 1),
            "after": f"{day},{row}",
            "after_json": quote(json.dumps([day, row], separators=(",", ":"))),
            # Flask-Admin's peewee backend has no filter for a key, only for the name behind it.
            "flask_warehouse": "flt2_warehouse_id_equals=1"
            if panel == "flask_admin_sqlalchemy"
            else "flt2_warehouse_name_equals=" + quote("1号仓库"),
        }


def engines() -> list[str]:
    """SQLite, and PostgreSQL where this machine has it."""
    return ["sqlite", "postgresql"] if binaries() else ["sqlite"]


def build(engine: str, rows: int, folder: Path) -> House:
    """Fill a database, or take the one that an earlier run kept in ``folder``."""
    known = folder / f"{engine}-{rows}.json"
    url, peers = _addresses(engine, rows, folder)
    if known.exists():
        kept = json.loads(known.read_text())
        return House(**{**kept, "middle": tuple(kept["middle"])})
    token = _python("-m", "benchmarks.filling", url, str(rows)).split()[-1]
    middle = (_copy_on_sqlite if engine == "sqlite" else _copy_on_postgresql)(url, peers, rows)
    house = House(engine, rows, url, peers, token, middle)
    known.write_text(json.dumps(house.__dict__))
    return house


def stop_clusters(folder: Path) -> None:
    """Stop the PostgreSQL of the benchmark, if it was started."""
    if binaries():
        Cluster(folder / "postgresql").stop()


def worked(process: int) -> float:
    """Milliseconds of processor that the threads of a process have used; those that it left to
    other processes, as PostgreSQL's, are not in it.
    """
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def held(process: int, *, peak: bool = False) -> float:
    """Megabytes that a process holds in memory, or has held at most since its peak was reset."""
    status = Path(f"/proc/{process}/status").read_text()
    match = re.search(rf"{'VmHWM' if peak else 'VmRSS'}:\s+(\d+)", status)
    return int(match[1]) / 1024 if match else 0.0


def reset_peak(process: int) -> None:
    """Begin the peak anew from what the process holds now."""
    Path(f"/proc/{process}/clear_refs").write_text("5")


def _addresses(engine: str, rows: int, folder: Path) -> tuple[str, str]:
    if engine == "sqlite":
        return f"sqlite:///{folder}/house-{rows}.db", f"sqlite:///{folder}/peers-{rows}.db"
    cluster = Cluster(folder / "postgresql", SETTINGS)
    cluster.start()
    name = f"house_{rows}"
    url = cluster.url(name)
    if not (folder / f"{engine}-{rows}.json").exists():
        cluster.create(name)
    return url, url


def _copy_on_sqlite(url: str, peers: str, rows: int) -> tuple[str, int]:
    connection = sqlite3.connect(peers.removeprefix("sqlite:///"))
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("ATTACH ? AS house", (url.removeprefix("sqlite:///"),))
    for table, (columns, indexes) in COPIED.items():
        others = columns.removeprefix("id, ")
        connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {others})")
        connection.execute(f"INSERT INTO {table} SELECT {columns} FROM house.{table}")
        for number, index in enumerate(indexes):
            connection.execute(f"CREATE INDEX {table}_{number} ON {table} ({index})")
    connection.execute("ANALYZE")
    connection.commit()
    return _middle(connection, rows, "stock_movement")


def _copy_on_postgresql(url: str, _peers: str, rows: int) -> tuple[str, int]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA peers")
        for table, (columns, indexes) in COPIED.items():
            connection.execute(
                f"CREATE TABLE peers.{table} AS SELECT {columns} FROM public.{table}"
            )
            connection.execute(f"ALTER TABLE peers.{table} ADD PRIMARY KEY (id)")
            connection.execute(
                f"ALTER TABLE peers.{table} ALTER id ADD GENERATED BY DEFAULT AS IDENTITY"
            )
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('peers.{table}', 'id'), max(id)) "
                f"FROM peers.{table}"
            )
            for index in indexes:
                connection.execute(f"CREATE INDEX ON peers.{table} ({index})")
        connection.execute("VACUUM ANALYZE")
        return _middle(connection, rows, "peers.stock_movement")


def _middle(connection, rows: int, table: str) -> tuple[str, int]:
    """The last row before the page in the middle: its day and id."""
    day, row = connection.execute(
        f"SELECT moved_on, id FROM {table} ORDER BY moved_on DESC, id DESC "
        f"LIMIT 1 OFFSET {rows // 100 * 50 - 1}"
    ).fetchone()
    return str(day), row


def _python(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return done.stdout
