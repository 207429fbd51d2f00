"""Rows from a file into a plain table: all of them, or none and the reasons."""

from logistics.operations.importing.keys import keys_of
from logistics.operations.importing.rows import Imported, RowProblem, RowResult, import_rows

__all__ = ["Imported", "RowProblem", "RowResult", "import_rows", "keys_of"]
