"""The plan of the house, kept by reading the code. A failure says what to do instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from logistics.columns import Exact
from logistics.verbs import AREAS
from models import ALL_MODELS

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 350
WEB = {"flask", "flask_admin", "flask_login", "flask_wtf", "wtforms", "wtfpeewee", "werkzeug"}

FLOORS = (
    # From the roof down: a room may use the rooms on lower floors, and its neighbours.
    ("serve",),
    ("app",),
    ("commands",),
    ("admin_views",),
    ("migrations", "logistics.upkeep", "logistics.demo"),
    ("logistics.operations",),
    ("logistics.queries",),
    (
        "logistics.permissions",
        "logistics.auditing",
        "logistics.notices",
        "logistics.calendar",
        "logistics.periods",
        "logistics.working_hours",
        "logistics.passwords",
        "logistics.rostering",
        "logistics.holidays",
    ),
    ("logistics.schema", "logistics.verbs"),
    ("models",),
    ("logistics.tables",),
    (
        "logistics.database",
        "logistics.columns",
        "logistics.declaration",
        "logistics.errors",
    ),
    (
        "logistics.grams",
        "logistics.pending",
        "logistics.selecting",
        "logistics.statements",
        "logistics.wording",
    ),
)
NEIGHBOURS_STAY_APART = (
    "migrations",
    "logistics.upkeep",
    "logistics.demo",
    "logistics.schema",
    "logistics.verbs",
)
AREA_ORDER = tuple(AREAS)


def code_files() -> list[Path]:
    """Every module that runs the house, the migrations aside."""
    rooms = ("app.py", "serve.py", "models.py", "commands", "admin_views", "logistics")
    found: list[Path] = []
    for room in rooms:
        path = ROOT / room
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_of(path: Path) -> str:
    """The name by which a file is imported; a package by its folder."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports_in(tree: ast.Module, module: str) -> Iterator[tuple[str, int]]:
    """The modules that a module imports, by full name, with the line."""
    parts = module.split(".")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = parts[: len(parts) - node.level] if node.level else []
            name = ".".join([*base, *filter(None, [node.module])])
            if name == "logistics":
                yield from ((f"logistics.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield name, node.lineno


@cache
def imports_of(path: Path) -> list[tuple[str, int]]:
    return list(imports_in(tree_of(path), module_of(path)))


def room_of(module: str) -> str | None:
    """The room of the plan that a module stands in."""
    rooms = [room for floor in FLOORS for room in floor]
    return next((r for r in rooms if module == r or module.startswith(f"{r}.")), None)


def floor_of(room: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if room in floor)


def arrows() -> Iterator[tuple[str, str, str]]:
    """Every import from one room to another: both rooms, and where."""
    for path in code_files():
        source = room_of(module_of(path))
        for module, line in imports_of(path):
            target = room_of(module)
            if source and target and source != target:
                yield source, target, f"{path.relative_to(ROOT)}:{line} imports {module}"


def test_imports_run_downward():
    wrong = [
        f"{where}: {source} may only use what stands below it; move what both need further down"
        for source, target, where in arrows()
        if floor_of(source) > floor_of(target)
        or (floor_of(source) == floor_of(target) and source in NEIGHBOURS_STAY_APART)
    ]
    assert wrong == []


def test_every_module_has_its_place_in_the_plan():
    lost = [
        module_of(path)
        for path in code_files()
        if room_of(module_of(path)) is None and path != ROOT / "logistics" / "__init__.py"
    ]
    assert lost == [], "name the new room in FLOORS and in architecture.md"


def test_the_business_knows_no_web():
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}: an operation is called by pages, "
        "imports, commands and tests alike; pass it values"
        for path in code_files()
        if "logistics" in path.relative_to(ROOT).parts
        for module, line in imports_of(path)
        if module.split(".")[0] in WEB
    ]
    assert wrong == []


def test_the_business_takes_tables_from_their_own_module():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: models.py imports logistics; import the concrete table"
        for path in code_files()
        if "logistics" in path.relative_to(ROOT).parts
        for module, line in imports_of(path)
        if module == "models"
    ]
    assert wrong == []


def test_the_faces_take_tables_from_the_map():
    tables = {model.__name__ for model in ALL_MODELS}
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: from models import {alias.name}"
        for path in code_files()
        if path.relative_to(ROOT).parts[0] in ("admin_views", "commands", "app.py", "serve.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("logistics.tables")
        for alias in node.names
        if alias.name in tables
    ]
    assert wrong == []


def test_an_area_uses_only_earlier_areas():
    wrong = []
    for path in code_files():
        source = _area(module_of(path), "logistics.operations.")
        for module, line in imports_of(path):
            target = _area(module, "logistics.operations.")
            if source and target and AREA_ORDER.index(target) > AREA_ORDER.index(source):
                wrong.append(
                    f"{path.relative_to(ROOT)}:{line}: {source} comes before {target}; let the "
                    "later area call the earlier one"
                )
    assert wrong == []


def _area(module: str, prefix: str) -> str | None:
    name = module.removeprefix(prefix).split(".")[0] if module.startswith(prefix) else ""
    return name if name in AREA_ORDER else None


def test_a_planted_import_is_seen():
    code = "from flask import flash\nfrom ..operations import stock\nfrom logistics import errors"
    found = list(imports_in(ast.parse(code), "logistics.queries.stock"))
    assert found == [("flask", 1), ("logistics.operations", 2), ("logistics.errors", 3)]


def test_no_file_is_longer_than_one_can_hold_in_mind():
    long = {
        str(path.relative_to(ROOT)): count
        for path in code_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}, "split the file by meaning"


EXACT = {
    (model.__name__, field.name)
    for model in ALL_MODELS
    for field in model._meta.sorted_fields
    if isinstance(field, Exact)
}


SUMS_BY_HAND = (
    ROOT / "logistics" / "columns.py",  # the helpers themselves
    ROOT / "logistics" / "queries" / "listing.py",  # sums a subquery and scales it at once
)


def test_amounts_are_summed_and_multiplied_by_the_helpers():
    """decisions.md 3: peewee does not know the scale inside SUM, AVG and a product."""
    wrong = []
    for path in code_files():
        if path in SUMS_BY_HAND:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and _is_aggregate(node.func):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: use total() or average()")
            if _is_scaling(node):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: multiply in Python")
    assert wrong == []


def _is_aggregate(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in ("SUM", "AVG")
        and ast.unparse(function.value).endswith("fn")
    )


def _is_scaling(node: ast.AST) -> bool:
    """A product or quotient of an exact column in SQL."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div)):
        return False
    return _is_exact(node.left) or _is_exact(node.right)


def _is_exact(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in EXACT
    )


def test_the_time_is_asked_in_one_place():
    """Tests and the demonstration set the office's clock; whoever asks another one misses that."""
    clocks = {"now", "today", "utcnow"}
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: use now() or local_today() of logistics.database"
        for path in code_files()
        if path.name != "database.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and ast.unparse(node.func.value).split(".")[-1] in ("date", "datetime")
    ]
    assert wrong == []
