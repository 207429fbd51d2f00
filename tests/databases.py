"""Databases for the tests: templates made once per session, copied for each worker and each race.

Each kind is made of a copy of another: ``empty`` is migrated and holds nothing, ``staffed`` adds
the cast, ``matrix`` the approval matrix, ``ordered`` an order of ten boxes at fifty yuan,
``june`` a month of duty, ``worlds`` two rows of every table; ``demonstration`` holds the office of
the demonstration.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import peewee

from logistics.database import connect, database
from logistics.demo import load_demonstration
from logistics.schema import create_all
from logistics.schema.history import History
from models import ALL_MODELS
from tests.cast import PASSWORD, Cast, hire_cast
from tests.factories import numbers_of_templates
from tests.factories.approvals import make_matrix
from tests.factories.duty import make_june
from tests.factories.procurement import ordered
from tests.postgres import Cluster, binaries
from tests.tracing import unwatched
from tests.worlds import make_worlds

FOLDER = "HOUQIN_TEST_FOLDER"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, as in /tmp
ROOM = 4 * 1024**3
"""Bytes that the databases of a whole run fit in: dozens of copies of 4,000 files each."""
_numbers = itertools.count(1)


def open_workshop() -> None:
    """Called once by the process that starts the tests: names the folder for all workers."""
    places = {Path(tempfile.gettempdir()), MEMORY}
    for left_behind in [found for place in places for found in place.glob("houqin-test-*")]:
        if not _alive(int(left_behind.name.rpartition("-")[2])):
            _remove(left_behind)
    folder = _place() / f"houqin-test-{os.getpid()}"
    folder.mkdir(mode=0o755)
    os.environ[FOLDER] = str(folder)


def _place() -> Path:
    """Memory where there is room, since nothing in it is kept; else the folder of such files."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return Path(tempfile.gettempdir())


def close_workshop() -> None:
    """Called once at the end: stops the cluster and removes the folder."""
    _remove(Path(os.environ.pop(FOLDER)))


def engines() -> list[str]:
    """The engines that this machine has. In CI a missing PostgreSQL is a failure."""
    if binaries():
        return ["sqlite", "postgresql"]
    if os.environ.get("CI"):
        raise RuntimeError("CI needs PostgreSQL: apt-get install postgresql")
    return ["sqlite"]


@cache
def worker_database(engine: str, kind: str) -> peewee.Database:
    """This worker's own copy of a template; each test rolls back what it does there."""
    return connect(copy_of(engine, kind))


@contextmanager
def own_copy(engine: str, kind: str) -> Iterator[str]:
    """The address of a fresh copy for tests that commit; removed afterwards."""
    url = copy_of(engine, kind)
    try:
        yield url
    finally:
        if engine == "postgresql":
            _cluster().drop(url.partition("?")[0].rpartition("/")[2])


def copy_of(engine: str, kind: str) -> str:
    """Copy a template, making it first if this is the first copy."""
    name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{kind}_{next(_numbers)}"
    with _locked(f"{engine}_{kind}"):
        template = _template(engine, kind)
        if engine == "postgresql":
            return _cluster().create(name, template)
    copy = folder() / f"{name}.db"
    shutil.copyfile(template, copy)
    return f"sqlite:///{copy}"


def blank(engine: str) -> str:
    """The address of a new database without any table."""
    name = f"blank_{os.getpid()}_{next(_numbers)}"
    if engine == "postgresql":
        _start_cluster()
        return _cluster().create(name)
    return f"sqlite:///{folder()}/{name}.db"


def is_within(part: str, kind: str) -> bool:
    """Whether a database of ``kind`` holds what one of the kind ``part`` does."""
    return part == kind or (PARENTS[kind] != "" and is_within(part, PARENTS[kind]))


def tables() -> set[str]:
    """The tables there are, the engine's, the history's and the search's own aside."""
    found = set(database.get_tables()) - {"schema_migration", "sqlite_sequence"}
    return {name for name in found if not name.startswith("search_pairs")}


def _template(engine: str, kind: str) -> str:
    """The template's name: a database or a file. Made under a name that nobody copies yet."""
    if engine == "postgresql":
        _start_cluster()
    made = folder() / f"{engine}_{kind}.made"
    template = f"template_{kind}" if engine == "postgresql" else str(folder() / f"{kind}.db")
    if not made.exists():
        parent = PARENTS[kind] and _parent(engine, PARENTS[kind])
        if engine == "postgresql":
            _fill(_cluster().create(template, parent or "template0"), kind)
        else:
            Path(template).unlink(missing_ok=True)
            if parent:
                shutil.copyfile(parent, template)
            _fill(f"sqlite:///{template}", kind)
        made.touch()
    return template


def _parent(engine: str, kind: str) -> str:
    with _locked(f"{engine}_{kind}"):
        return _template(engine, kind)


def _fill(url: str, kind: str) -> None:
    previous = database.obj
    database.initialize(connect(url))
    try:
        with database.connection_context(), numbers_of_templates():
            FILL[kind]()
            if not url.startswith("postgresql"):
                database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close_all()
        database.initialize(previous)


def _found() -> None:
    create_all(database, ALL_MODELS)
    History(database).up(fake=True)


PARENTS = {
    "empty": "",
    "staffed": "empty",
    "matrix": "staffed",
    "ordered": "matrix",
    "june": "staffed",
    "worlds": "staffed",
    "demonstration": "empty",
}
FILL: dict[str, Callable[[], object]] = {
    "empty": _found,
    "staffed": hire_cast,
    "matrix": make_matrix,
    "ordered": lambda: ordered(Cast()),
    "june": lambda: make_june(Cast()),
    "worlds": lambda: make_worlds(folder()),
    # Watched by the measurement of coverage it takes minutes.
    "demonstration": lambda: unwatched(load_demonstration)(password=PASSWORD),
}


def _start_cluster() -> None:
    """Whoever needs it first starts it for all workers."""
    with _locked("cluster"):
        _cluster().start()


@contextmanager
def _locked(what: str) -> Iterator[None]:
    """One process at a time makes ``what``; others that need something else go on."""
    with (folder() / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def folder() -> Path:
    """Where everything of this run is."""
    return Path(os.environ[FOLDER])


@cache
def _cluster() -> Cluster:
    return Cluster(folder() / "postgresql")


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, and alive
    return True


def _remove(folder: Path) -> None:
    if binaries():
        Cluster(folder / "postgresql").stop()
    shutil.rmtree(folder, ignore_errors=True)
