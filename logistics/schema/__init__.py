"""What the databases keep of the declarations: tables, CHECKs, keys, indexes and triggers.

``declared`` reads a table class into a ``shapes.Table``, ``statements`` writes it as SQL for either
engine, ``building`` executes that, ``catalogue`` reads it back and compares, ``refusals`` explains
what a constraint refused; ``history`` and ``drafting`` are the migrations.
"""

from logistics.schema.building import SchemaError, create_all, drop_all
from logistics.schema.declared import DeclarationError, shape_of
from logistics.schema.refusals import explain_integrity_error

__all__ = [
    "DeclarationError",
    "SchemaError",
    "create_all",
    "drop_all",
    "explain_integrity_error",
    "shape_of",
]
