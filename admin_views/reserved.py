"""Column names that no table may use, because forms or rows already mean something by them."""

from __future__ import annotations

from collections.abc import Iterable

import peewee
from flask_wtf import FlaskForm

from logistics.database import Record

OF_FORMS = frozenset(name for name in dir(FlaskForm) if not name.startswith("_")) | {"csrf_token"}
OF_ROWS = frozenset(dir(peewee.Model)) - {"id"}


def require_free_names(models: Iterable[type[Record]]) -> None:
    """Raise TypeError for the first column whose name WTForms or peewee owns.

    WTForms drops a field called ``data`` or ``errors`` without a word; a column called ``update``
    takes the table's method away.
    """
    for model in models:
        for field in model._meta.sorted_fields:
            if field.name in OF_FORMS:
                raise TypeError(
                    f"{model.__name__}.{field.name}: WTForms owns this name; choose another"
                )
            if field.name in OF_ROWS:
                raise TypeError(
                    f"{model.__name__}.{field.name}: peewee owns this name; choose another"
                )
