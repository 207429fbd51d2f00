"""Fixtures. Databases are made in tests/databases.py, people in tests/cast.py."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import peewee
import pytest
from flask import Flask

from app import create_app
from logistics import passwords
from logistics.database import connect, database
from logistics.demo.office import Office
from models import DutyMonth, PurchaseOrder
from tests import databases
from tests.cast import QUICK, Cast
from tests.client import Client
from tests.factories import stop_clock
from tests.tracing import leave_peewee_unwatched

TESTS = Path(__file__).parent
MEASURED = (
    TESTS / "operations",
    TESTS / "commands",
    TESTS / "test_round_trip.py",
    # Pages that show what no test of an operation does: files, keys sent twice, views, jobs.
    *(
        TESTS / "admin_views" / f"test_{name}.py"
        for name in (
            "assets",
            "buildings",
            "bulk",
            "canteen",
            "care",
            "conduct",
            "fleet",
            "guarding",
            "import_pages",
            "mail",
            "meetings",
            "own_lists",
            "procurement",
            "profile",
            "relocation",
            "roster",
            "saved_views",
            "stock_pages",
            "table_forms",
            "targets",
            "weaknesses",
        )
    ),
)
pytest_plugins = ["tests.live", "tests.walking"]


def pytest_configure(config: pytest.Config) -> None:
    leave_peewee_unwatched()
    if not hasattr(config, "workerinput"):
        databases.open_workshop()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.close_workshop()


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: the collector need not look at them again."""
    gc.freeze()


def pytest_report_header() -> str:
    """One line that says on which databases the tests run."""
    missing = "" if "postgresql" in databases.engines() else " only; apt-get install postgresql"
    return f"databases: {', '.join(databases.engines())}{missing}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage is asked of the tests that MEASURED names, on SQLite, and costs no others."""
    measured = {path: is_measured(path) for path in {item.path for item in items}}
    for item in items:
        engine = getattr(item, "callspec", None) and item.callspec.params.get("engine")
        if not measured[item.path] or engine == "postgresql":
            item.add_marker("no_cover")


def is_measured(path: Path) -> bool:
    return any(path.is_relative_to(place) for place in MEASURED)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever touches a database runs on every engine that this machine has.

    Only the facts of the demonstration are read on SQLite alone: they do not hang on the engine,
    the operations that load it are tested on both, and a load costs the suite most of a minute.
    """
    if "engine" in metafunc.fixturenames:
        engines = databases.engines()
        if "demonstration" in metafunc.fixturenames:
            engines = engines[:1]
        metafunc.parametrize("engine", engines, scope="session")


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as cheaply as can be: tests prove the door, not the lock's strength."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)


KINDS = {
    "placed": "ordered",
    "june": "june",
    "matrix": "matrix",
    "here": "worlds",
    "elsewhere": "worlds",
    "cast": "staffed",
    "demonstration": "demonstration",
}


def kind_of(request: pytest.FixtureRequest, otherwise: str) -> str:
    """What the database of a test holds, by the fixtures that the test asks for."""
    asked = [kind for name, kind in KINDS.items() if name in request.fixturenames] or [otherwise]
    assert all(databases.is_within(part, asked[0]) for part in asked), (
        f"no house has all of {asked}"
    )
    return asked[0]


@pytest.fixture
def db(engine: str, request: pytest.FixtureRequest) -> Iterator[peewee.Database]:
    """The database of this test; all that is done in it is rolled back."""
    worker = databases.worker_database(engine, kind_of(request, "empty"))
    database.initialize(worker)
    # Kept open from test to test: SQLite reads the whole schema anew when it is opened.
    database.connect(reuse_if_open=True)
    with database.atomic() as transaction:
        yield worker
        transaction.rollback()


@pytest.fixture
def race_db(engine: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with the cast in which tests commit; see tests/races.py."""
    with databases.own_copy(engine, kind_of(request, "staffed")) as url:
        database.initialize(connect(url))
        with database.connection_context():
            yield url
        database.close_all()


@pytest.fixture
def blank(engine: str) -> Iterator[str]:
    """The address of a database without tables, open under the proxy."""
    url = databases.blank(engine)
    database.initialize(connect(url))
    with database.connection_context():
        yield url
    database.close_all()


@pytest.fixture
def cast(engine: str, request: pytest.FixtureRequest) -> Cast:
    """The people of the demonstration."""
    if "race_db" not in request.fixturenames:
        request.getfixturevalue("db")
    return Cast()


@pytest.fixture
def matrix(cast: Cast) -> None:
    """The approval matrix that a new house starts with is in force."""


@pytest.fixture
def placed(cast: Cast) -> PurchaseOrder:
    """An order of one request of 10 boxes at 50 yuan."""
    return PurchaseOrder.get()


@pytest.fixture
def june(cast: Cast) -> DutyMonth:
    """The roster of June 2026 as it was published on 20 May."""
    return DutyMonth.get()


@pytest.fixture
def demonstration(db: peewee.Database) -> Office:
    """The demonstration, loaded once for all tests; finds its rows by code and log-in."""
    return Office()


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Stop the office's clock: ``set_clock("2026-06-12 14:40")``, in the office's zone."""

    return partial(stop_clock, monkeypatch)


@pytest.fixture(scope="session")
def app() -> Flask:
    """The application; its database is whichever the test at hand has opened."""
    previous = database.obj
    app = create_app(
        {"TESTING": True, "SECRET_KEY": "tests", "DATABASE": peewee.SqliteDatabase(None)}
    )
    app.test_client_class = Client
    database.initialize(previous)
    return app


@pytest.fixture
def client(app: Flask, db: peewee.Database) -> Client:
    """A browser at the door; ``login(client, "keeper")`` lets it in."""
    return app.test_client()


@pytest.fixture
def login(cast: Cast) -> Callable[[Client, str], Client]:
    """Log a client in as somebody of the cast."""
    return Client.log_in
