"""A small table of guests' stays in two shapes, to try migrations on."""

from dataclasses import replace

from logistics.database import database
from logistics.schema.building import create
from logistics.schema.shapes import Check, Column, Exclusion, Index, Table

HALL = Table("hall", (Column("name", "text"),))
STAY = Table(
    "stay",
    (
        Column("hall_id", "integer", references="hall"),
        Column("starts_on", "date"),
        Column("ends_on", "date", null=True),
        Column("note", "text", default="none"),
        Column("guests", "integer", null=True),
    ),
    checks=(
        Check("stay_order", "ends_on >= starts_on"),
        Check("stay_note_length", "length(note) <= 10"),
    ),
    indexes=(Index("stay_hall_id_idx", ("hall_id",)),),
    exclusions=(Exclusion("stay_once", ("hall_id",), "starts_on", "ends_on", inclusive=True),),
    append_only=True,
)
LATER_STAY = replace(
    STAY,
    columns=(
        Column("hall_id", "integer", references="hall"),
        Column("starts_on", "date"),
        Column("ends_on", "date", null=True),
        Column("remark", "text", null=True),
        Column("guests", "bigint", default=1),
        Column("meals", "integer"),
        Column("paid", "boolean", default=False),
    ),
    checks=(
        Check("stay_order", "ends_on >= starts_on"),
        Check("stay_remark_length", "length(remark) <= 80"),
        Check("stay_guests_minimum", "guests >= 1"),
    ),
    indexes=(Index("stay_starts_on_idx", ("starts_on", "hall_id")),),
)


def fill_stays() -> None:
    create(database, HALL, STAY)
    database.execute_sql("INSERT INTO hall (name) VALUES ('Great')")
    for month, words in enumerate(("first", "second"), 1):
        database.execute_sql(
            "INSERT INTO stay (hall_id, starts_on, ends_on, note) "
            f"VALUES (1, '2026-0{month}-01', '2026-0{month}-05', '{words}')"
        )
