"""What the database itself keeps, on both engines, and how a refusal of it is explained."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import peewee
import pytest

from logistics.database import (
    SHARED,
    Choice,
    Day,
    Instant,
    Money,
    NoOverlap,
    Record,
    Reference,
    Rule,
    Text,
    Whole,
    database,
)
from logistics.errors import Conflict, InvalidRecord, RuleViolation
from logistics.schema import (
    DeclarationError,
    create_all,
    drop_all,
    explain_integrity_error,
    shape_of,
)
from logistics.schema.catalogue import differences
from logistics.schema.shapes import constraint_name
from logistics.wording import _
from models import ALL_MODELS

MORNING = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


class Hall(Record):
    """A table of this test alone."""

    SCOPE = SHARED
    UNIQUE = (("code", "floor"),)
    CHECKS = (Rule("hall_not_empty", "seats <> 0", _("A hall needs seats.")),)

    code = Text("Code", max_length=4)
    name = Text("Name", unique=True)
    floor = Whole("Floor", default=1, minimum=-2, maximum=30)
    seats = Whole("Seats", default=10)
    rent = Money("Rent", default=Decimal("12.50"), minimum=Decimal("0.01"))
    state = Choice("State", {"open": _("Open"), "shut": _("Shut")}, default="open")


class Reservation(Record):
    """Instants, half-open."""

    SCOPE = SHARED
    CHECKS = (Rule("reservation_order", "ends_at > starts_at", _("It ends too early.")),)
    NO_OVERLAP = (
        NoOverlap(
            "reservation_once",
            ("hall",),
            "starts_at",
            "ends_at",
            "state <> 'shut'",
            _("The hall is taken."),
        ),
    )

    hall = Reference(Hall, "Hall")
    starts_at = Instant("Starts")
    ends_at = Instant("Ends", null=True)
    state = Choice("State", {"open": _("Open"), "shut": _("Shut")}, default="open")


class Closure(Record):
    """Days, inclusive."""

    SCOPE = SHARED
    CHECKS = (Rule("closure_order", "ends_on >= starts_on", _("It ends too early.")),)
    NO_OVERLAP = (
        NoOverlap("closure_once", ("hall",), "starts_on", "ends_on", "", _("Closed already.")),
    )

    hall = Reference(Hall, "Hall")
    starts_on = Day("From")
    ends_on = Day("Until", null=True)


class Fact(Record):
    """Appended, never changed."""

    SCOPE = SHARED
    APPEND_ONLY = True
    words = Text("Words")


MODELS = (Hall, Reservation, Closure, Fact)


@pytest.fixture(autouse=True)
def _tables(db):
    create_all(db, MODELS)


def refusal(model, action) -> RuleViolation:
    """What a person is told when ``action`` breaks a rule; the transaction lives on."""
    with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
        action()
    return explain_integrity_error(caught.value, model)


def make_hall(**overrides) -> Hall:
    return Hall.create(**{"code": "H1", "name": "Great Hall", **overrides})


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"code": "HALL1"}, "code", "At most 4 characters."),
        ({"floor": 31}, "floor", "At most 30."),
        ({"floor": -3}, "floor", "At least -2."),
        ({"rent": Decimal("0")}, "rent", "At least 0.01."),
        ({"state": "lost"}, "state", "Not one of the choices."),
        ({"code": None}, "code", "This is needed."),
    ],
)
def test_a_bound_of_a_column_is_explained_by_its_column(values, field, words):
    told = refusal(Hall, lambda: make_hall(**values))
    assert isinstance(told, InvalidRecord)
    assert (told.field, told.errors[field][0].filled()) == (field, words)


def test_a_declared_rule_answers_in_its_own_words():
    assert refusal(Hall, lambda: make_hall(seats=0)).words == "A hall needs seats."


def test_a_value_already_taken_names_its_column():
    make_hall()
    told = refusal(Hall, lambda: make_hall(code="H2"))
    assert (type(told), told.field, told.words) == (Conflict, "name", "This is already taken.")
    pair = refusal(Hall, lambda: make_hall(name="Other"))
    assert (pair.field, pair.words) == ("floor", "There is already such a record.")


def test_a_row_that_others_refer_to_stays():
    hall = make_hall()
    Closure.create(hall=hall, starts_on=dt.date(2026, 1, 1))
    told = refusal(Hall, lambda: Hall.delete().where(Hall.id == hall.id).execute())
    assert isinstance(told, Conflict)
    assert Hall.select().count() == 1


def test_the_database_knows_constant_defaults():
    columns = "code, name, created_at, updated_at"
    database.execute_sql(
        f"INSERT INTO hall ({columns}) VALUES ('H9', 'Raw', '2026', '2026')".replace(
            "'2026'", "'2026-01-01 00:00:00'"
        )
    )
    row = Hall.get(Hall.code == "H9")
    assert (row.floor, row.rent, row.state) == (1, Decimal("12.50"), "open")


def test_half_open_intervals_may_touch_but_not_meet():
    hall, hour = make_hall(), dt.timedelta(hours=1)
    Reservation.create(hall=hall, starts_at=MORNING, ends_at=MORNING + hour)
    Reservation.create(hall=hall, starts_at=MORNING + hour, ends_at=MORNING + 2 * hour)
    told = refusal(
        Reservation,
        lambda: Reservation.create(
            hall=hall, starts_at=MORNING + hour / 2, ends_at=MORNING + hour * 3
        ),
    )
    assert (type(told), told.words) == (Conflict, "The hall is taken.")


def test_an_open_end_reaches_for_ever():
    hall = make_hall()
    Reservation.create(hall=hall, starts_at=MORNING)
    later = MORNING + dt.timedelta(days=999)
    assert refusal(Reservation, lambda: Reservation.create(hall=hall, starts_at=later)).words == (
        "The hall is taken."
    )


def test_rows_outside_the_condition_do_not_count_until_they_enter_it():
    hall = make_hall()
    Reservation.create(hall=hall, starts_at=MORNING)
    shut = Reservation.create(hall=hall, starts_at=MORNING, state="shut")
    reopen = Reservation.update(state="open").where(Reservation.id == shut.id)
    assert refusal(Reservation, reopen.execute).words == "The hall is taken."


def test_days_contain_their_end():
    hall = make_hall()
    Closure.create(hall=hall, starts_on=dt.date(2026, 5, 1), ends_on=dt.date(2026, 5, 5))
    same_day = {"hall": hall, "starts_on": dt.date(2026, 5, 5), "ends_on": dt.date(2026, 5, 6)}
    assert refusal(Closure, lambda: Closure.create(**same_day)).words == "Closed already."
    Closure.create(**{**same_day, "starts_on": dt.date(2026, 5, 6)})


def test_an_interval_that_ends_too_early_is_refused_by_its_rule_on_both_engines():
    hall = make_hall()
    backwards = {"starts_on": dt.date(2026, 5, 5), "ends_on": dt.date(2026, 5, 1)}
    told = refusal(Closure, lambda: Closure.create(hall=hall, **backwards))
    assert told.words == "It ends too early."


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact SET words = 'other'",
        "DELETE FROM fact",
        "INSERT INTO fact (id, words, created_at, updated_at) SELECT id, 'other', created_at, "
        "updated_at FROM fact WHERE TRUE ON CONFLICT (id) DO UPDATE SET words = 'other'",
    ],
    ids=["update", "delete", "upsert"],
)
def test_a_ledger_refuses_to_forget(statement):
    Fact.create(words="said")
    told = refusal(Fact, lambda: database.execute_sql(statement))
    assert told.words == "This is a record of what happened; it is corrected by a new entry."
    assert [row.words for row in Fact.select()] == ["said"]


def test_a_ledger_cannot_be_emptied_or_replaced_at_a_stroke(engine):
    """security.md 0.8: INSERT OR REPLACE passes a trigger unless recursive_triggers is on."""
    fact = Fact.create(words="said")
    statement = (
        "TRUNCATE fact"
        if engine == "postgresql"
        else "INSERT OR REPLACE INTO fact (id, words, created_at, updated_at) "
        f"SELECT {fact.id}, 'other', created_at, updated_at FROM fact"
    )
    assert isinstance(refusal(Fact, lambda: database.execute_sql(statement)), Conflict)


def test_what_is_created_is_what_was_declared(db):
    assert differences(db, MODELS) == []


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        ("DROP INDEX hall_name_key", "index hall_name_key is missing"),
        ("ALTER TABLE hall ADD COLUMN extra INTEGER", "column extra is not declared"),
        ("DROP TABLE closure", "the table is missing"),
    ],
)
def test_a_database_that_differs_is_told(db, damage, word):
    database.execute_sql(damage)
    assert any(word in line for line in differences(db, MODELS))


def test_a_lost_trigger_is_told(db, engine):
    name, table = ("update", "") if engine == "sqlite" else ("change", " ON fact")
    database.execute_sql(f"DROP TRIGGER fact_refuse_{name}{table}")
    assert [line.partition(" (")[0] for line in differences(db, MODELS)] == [
        f"fact: trigger fact_refuse_{name} is missing"
    ]


def test_a_trigger_that_was_switched_off_or_softened_is_told(db, engine):
    if engine == "postgresql":
        database.execute_sql("ALTER TABLE fact DISABLE TRIGGER fact_refuse_change")
    else:
        database.execute_sql("DROP TRIGGER fact_refuse_update")
        database.execute_sql(
            "CREATE TRIGGER fact_refuse_update BEFORE UPDATE ON fact BEGIN SELECT 1; END"
        )
    (line,) = differences(db, MODELS)
    assert "is declared" in line


def test_tables_go_as_they_came(db):
    drop_all(db, MODELS)
    assert not Hall.table_exists()


def test_names_longer_than_postgresql_takes_stay_apart():
    first, second = (constraint_name("t" * 60, column, "length") for column in ("code", "name"))
    assert len(first) == len(second) == 63
    assert first != second


def test_an_overlap_without_order_is_refused_when_declared():
    class Loose(Record):
        NO_OVERLAP = (NoOverlap("loose_once", ("code",), "starts_on", "ends_on", "", _("No.")),)
        code = Whole("Code")
        starts_on = Day("From")
        ends_on = Day("Until")

    with pytest.raises(DeclarationError, match="needs a Rule in CHECKS that keeps ends_on"):
        shape_of(Loose)


def test_every_table_is_kept_as_it_is_declared(db):
    assert differences(db, ALL_MODELS) == []
