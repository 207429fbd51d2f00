"""0006 stock_by_kind.

Frozen as it was written: no table of today is looked at.
"""

from logistics.schema.reshaping import reshape
from logistics.schema.shapes import Check, Column, Index, Table

STOCK_MOVEMENT_BEFORE = Table(
    "stock_movement",
    (
        Column("created_at", "datetime"),
        Column("updated_at", "datetime"),
        Column("row_version", "integer", default=1),
        Column("created_by_id", "integer", null=True, references="account"),
        Column("updated_by_id", "integer", null=True, references="account"),
        Column("warehouse_id", "integer", references="warehouse"),
        Column("item_id", "integer", references="item"),
        Column("kind", "text"),
        Column("quantity", "bigint"),
        Column("value", "bigint"),
        Column("moved_on", "date"),
        Column("unit_id", "integer", null=True, references="unit"),
        Column("doc_type", "text", default=""),
        Column("doc_id", "integer", null=True),
        Column("correlation", "text", default=""),
        Column("reversal_of_id", "integer", null=True, references="stock_movement"),
        Column("note", "text", default=""),
    ),
    checks=(
        Check("stock_movement_row_version_minimum", "row_version >= 1"),
        Check("stock_movement_kind_choice", "kind IN ('opening', 'purchase_in', 'issue', 'transfer_out', 'transfer_in', 'return', 'count_gain', 'count_loss', 'scrap')"),
        Check("stock_movement_doc_type_length", "length(doc_type) <= 60"),
        Check("stock_movement_correlation_length", "length(correlation) <= 40"),
        Check("stock_movement_note_length", "length(note) <= 200"),
        Check("stock_movement_direction", "quantity <> 0 AND ((kind IN ('opening', 'purchase_in', 'transfer_in', 'return', 'count_gain')) = (reversal_of_id IS NULL)) = (quantity > 0)"),
        Check("stock_movement_value_sign", "(quantity > 0 AND value >= 0) OR (quantity < 0 AND value <= 0)"),
    ),
    indexes=(
        Index("stock_movement_reversal_of_id_key", ("reversal_of_id",), unique=True),
        Index("stock_movement_warehouse_id_item_id_moved_on_idx", ("warehouse_id", "item_id", "moved_on")),
        Index("stock_movement_item_id_moved_on_idx", ("item_id", "moved_on")),
        Index("stock_movement_unit_id_moved_on_idx", ("unit_id", "moved_on")),
        Index("stock_movement_moved_on_id_idx", ("moved_on", "id")),
        Index("stock_movement_doc_type_doc_id_idx", ("doc_type", "doc_id")),
        Index("stock_movement_correlation_idx", ("correlation",)),
        Index("stock_movement_created_by_id_idx", ("created_by_id",)),
        Index("stock_movement_updated_by_id_idx", ("updated_by_id",)),
    ),
    append_only=True,
)

STOCK_MOVEMENT = Table(
    "stock_movement",
    (
        Column("created_at", "datetime"),
        Column("updated_at", "datetime"),
        Column("row_version", "integer", default=1),
        Column("created_by_id", "integer", null=True, references="account"),
        Column("updated_by_id", "integer", null=True, references="account"),
        Column("warehouse_id", "integer", references="warehouse"),
        Column("item_id", "integer", references="item"),
        Column("kind", "text"),
        Column("quantity", "bigint"),
        Column("value", "bigint"),
        Column("moved_on", "date"),
        Column("unit_id", "integer", null=True, references="unit"),
        Column("doc_type", "text", default=""),
        Column("doc_id", "integer", null=True),
        Column("correlation", "text", default=""),
        Column("reversal_of_id", "integer", null=True, references="stock_movement"),
        Column("note", "text", default=""),
    ),
    checks=(
        Check("stock_movement_row_version_minimum", "row_version >= 1"),
        Check("stock_movement_kind_choice", "kind IN ('opening', 'purchase_in', 'issue', 'transfer_out', 'transfer_in', 'return', 'count_gain', 'count_loss', 'scrap')"),
        Check("stock_movement_doc_type_length", "length(doc_type) <= 60"),
        Check("stock_movement_correlation_length", "length(correlation) <= 40"),
        Check("stock_movement_note_length", "length(note) <= 200"),
        Check("stock_movement_direction", "quantity <> 0 AND ((kind IN ('opening', 'purchase_in', 'transfer_in', 'return', 'count_gain')) = (reversal_of_id IS NULL)) = (quantity > 0)"),
        Check("stock_movement_value_sign", "(quantity > 0 AND value >= 0) OR (quantity < 0 AND value <= 0)"),
    ),
    indexes=(
        Index("stock_movement_reversal_of_id_key", ("reversal_of_id",), unique=True),
        Index("stock_movement_warehouse_id_item_id_moved_on_idx", ("warehouse_id", "item_id", "moved_on")),
        Index("stock_movement_warehouse_id_kind_moved_on_idx", ("warehouse_id", "kind", "moved_on")),
        Index("stock_movement_item_id_moved_on_idx", ("item_id", "moved_on")),
        Index("stock_movement_unit_id_moved_on_idx", ("unit_id", "moved_on")),
        Index("stock_movement_moved_on_id_idx", ("moved_on", "id")),
        Index("stock_movement_doc_type_doc_id_idx", ("doc_type", "doc_id")),
        Index("stock_movement_correlation_idx", ("correlation",)),
        Index("stock_movement_created_by_id_idx", ("created_by_id",)),
        Index("stock_movement_updated_by_id_idx", ("updated_by_id",)),
    ),
    append_only=True,
)

TABLES = (STOCK_MOVEMENT,)
REMOVED = ()


def up(migrator, db):
    reshape(db, STOCK_MOVEMENT_BEFORE, STOCK_MOVEMENT)


def down(migrator, db):
    reshape(db, STOCK_MOVEMENT, STOCK_MOVEMENT_BEFORE)
