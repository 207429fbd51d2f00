"""TableView: every page of a table, from its declaration alone.

Built on Flask-Admin's ``BaseView`` (blueprint, addresses, the gate before every view). Its
``ModelView`` is left aside: docs/decisions says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from flask import abort, flash, g, jsonify, redirect, request, url_for
from flask_admin import BaseView, expose
from werkzeug.exceptions import BadRequest, MethodNotAllowed, NotFound

from admin_views import current, words
from admin_views.addresses import Address
from admin_views.arrange_page import answer_arrange
from admin_views.arranging import placed_columns
from admin_views.attaching import attach_page, give_out
from admin_views.beside import SHOWS
from admin_views.cells import answer_cell
from admin_views.chart_page import answer_chart
from admin_views.columns import ShownColumn, own_columns
from admin_views.deleting import delete_context
from admin_views.details import Details
from admin_views.editing import Editing
from admin_views.export_pages import ExportPages
from admin_views.forms import own_place
from admin_views.history import history_of
from admin_views.importing.pages import IMPORT_PAGES, ImportPages
from admin_views.jobs.bulk_edit import BulkEditPages
from admin_views.jobs.many import run_many
from admin_views.list_page import answer_list
from admin_views.listing import Listing
from admin_views.printing import PrintedForm, print_form
from admin_views.verb_page import run_verb
from admin_views.verbs import Verb
from logistics import permissions
from logistics.database import Record
from logistics.operations.outcomes import Seen
from logistics.operations.records import delete_record
from logistics.permissions import Actor
from logistics.queries.listing import title_path
from logistics.queries.searching import search
from logistics.verbs import AREAS
from logistics.wording import Words, _

MOST_IDS = 200
LOOKUP_ROWS = 20
DECLARED_PAGES = ("list", "new", "edit", "details", "delete", "history", "export", "import")
PAGE_OF_VIEW = {"index": "list", "arrange": "list", "chart": "list", "bulk_edit": "edit"} | (
    dict.fromkeys(IMPORT_PAGES, "import")
)


class Page(NamedTuple):
    """A page of its own about a record: the words and the mark of its button, and its address."""

    label: Words
    url: str
    icon: str


class TableView(ExportPages, ImportPages, BulkEditPages, BaseView):
    """The pages of one table. A subclass says only where its table truly differs."""

    verbs: tuple[Verb, ...] = ()
    prints: tuple[PrintedForm, ...] = ()
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = ()
    """Names of the view's own print pages and the words on their buttons."""

    def __init__(
        self,
        model: type[Record],
        *,
        icon: str = "table",
        verbs: tuple[Verb, ...] = (),
        prints: tuple[PrintedForm, ...] = (),
    ) -> None:
        self.model = model
        self.table: str = model._meta.table_name
        self.icon = icon
        self.verbs = verbs or self.verbs
        self.prints = prints or self.prints
        self.shows = SHOWS.get(model, ())
        super().__init__(
            name=str(model.LABEL_MANY), endpoint=self.table, url=f"/admin/{self.table}"
        )

    # The gate

    def _handle_view(self, name: str, **kwargs: Any) -> Any:
        """Before every view: somebody is logged in and may read this table."""
        actor = getattr(g, "actor", None)
        if actor is None:
            return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))
        page = PAGE_OF_VIEW.get(name, name)
        if page in DECLARED_PAGES and page not in self.model.PAGES:
            raise MethodNotAllowed()
        self.check_access(actor, name)
        return None

    def check_access(self, actor: Actor, name: str) -> None:
        """Refuse who may not read the table; a subclass may open single pages to others."""
        permissions.require(actor, "read", self.model)

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """Run the view once. Flask-Admin runs it again after any TypeError, hiding the cause."""
        return fn(self, *args, **kwargs)

    # Pages

    @expose("/")
    def index(self) -> Any:
        return answer_list(self, current.actor())

    @expose("/details/")
    def details(self) -> Any:
        row = self.one()
        return self.render("table/details.html", **Details(self, row, current.actor()).context())

    @expose("/new/", methods=("GET", "POST"))
    def new(self) -> Any:
        permissions.require(current.actor(), "create", self.model)
        return Editing(self, None, current.actor()).answer()

    @expose("/edit/", methods=("GET", "POST"))
    def edit(self) -> Any:
        row = self.one()
        permissions.require(current.actor(), "edit", self.model, row)
        return Editing(self, row, current.actor()).answer()

    @expose("/delete/", methods=("GET", "POST"))
    def delete(self) -> Any:
        row = self.one()
        actor = current.actor()
        permissions.require(actor, "delete", self.model, row)
        if request.method == "POST":
            delete_record(self.model, Seen(row.id, self.seen_version()), actor=actor)
            flash(words.words(_("%(row)s was deleted.", row=str(row))), "ok")
            return redirect(self.address_of("index"))
        return self.render("table/delete.html", **delete_context(self, row))

    @expose("/history/")
    def history(self) -> Any:
        row = self.one()
        return self.render(
            "table/history.html",
            view=self.facts(),
            title=str(row),
            entries=history_of(row),
            crumbs=self.crumbs((str(row), self.address_of("details", row)), _("History")),
        )

    @current.takes_files
    @expose("/attach/", methods=("GET", "POST"))
    def attach(self) -> Any:
        if "edit" not in self.model.PAGES:
            raise MethodNotAllowed()
        row = self.one()
        permissions.require(current.actor(), "edit", self.model, row)
        return attach_page(self, row, current.actor())

    @expose("/file/")
    def file(self) -> Any:
        return give_out(self.one(), request.args.get("file", ""))

    @expose("/arrange/")
    def arrange(self) -> str:
        return answer_arrange(self)

    @expose("/chart.svg")
    def chart(self) -> Any:
        return answer_chart(self, current.actor())

    @expose("/cell/", methods=("GET", "POST"))
    def cell(self) -> Any:
        return answer_cell(self, self.one(), current.actor())

    @expose("/lookup/")
    def lookup(self) -> Any:
        """Rows for a look-up in a form: those that the actor may read, by their searched words."""
        query = self.model.select().order_by(self.model.id.desc()).limit(LOOKUP_ROWS)
        found = search(self.model, request.args.get("q", "")[:100])
        if found is not None:
            query = query.where(found.condition())
        rows = permissions.visible(current.actor(), query, self.model)
        return jsonify(
            results=[
                {"id": row.id, "text": words.words(str(row)), "hint": self.hint(row)}
                for row in rows
            ]
        )

    @expose("/form/<form>/")
    def form(self, form: str) -> str:
        """A record on paper, in one of the forms that the registry names."""
        found = next((each for each in self.prints if each.name == form), None)
        if found is None:
            raise NotFound()
        return print_form(self, found, self.one())

    @expose("/<tail>/", methods=("GET", "POST"))
    def verb(self, tail: str) -> Any:
        """One operation over the rows that the address names: GET shows, POST does."""
        verb = next((verb for verb in self.verbs if verb.path == tail), None)
        if verb is None:
            raise NotFound()
        permissions.require_verb(current.actor(), verb.name)
        if "all" in request.args:
            return run_many(self, verb, current.actor())
        return run_verb(self, verb, self.many(), current.actor())

    # Rows

    def one(self) -> Any:
        """The row that the address names, within the actor's scope, or 404."""
        rows = self.many()
        if len(rows) != 1:
            raise BadRequest(words.words(_("Name exactly one record.")))
        return rows[0]

    def many(self) -> Sequence[Any]:
        """The rows that ``id=1,2,3`` names, all within the actor's scope, or 404."""
        ids = self.named_ids()
        query = self.model.select().where(self.model.id.in_(ids))
        found = {row.id: row for row in permissions.visible(current.actor(), query, self.model)}
        if len(found) != len(set(ids)):
            abort(404)
        return [found[row_id] for row_id in dict.fromkeys(ids)]

    def named_ids(self) -> list[int]:
        """The ids in the address."""
        given = request.args.getlist("id")
        if len(given) != 1:
            raise BadRequest(words.words(_("Name the record once: ?id=…")))
        ids = [_row_id(part) for part in given[0].split(",")]
        if len(ids) > MOST_IDS:
            raise BadRequest(words.words(_("At most %(most)s records at once.", most=MOST_IDS)))
        return ids

    def seen_version(self) -> int | None:
        """The version that the form was made from."""
        text = request.form.get("row_version", "")
        return int(text) if text.isdigit() and len(text) < 10 else None

    # What templates show

    def hint(self, row: Any) -> str:
        """What tells two rows of the same name apart in a look-up."""
        named = {title_path(self.model)}
        columns = [name for name in own_columns(self.model) if name not in named]
        for name in columns[:4]:
            value = row.__data__.get(name)
            if isinstance(value, str) and value and value != str(row):
                return ShownColumn(self.model, name).text(value)
        return ""

    def facts(self) -> dict[str, Any]:
        """What every page of the table says about it."""
        actor = current.actor()
        can_create = "new" in self.model.PAGES and permissions.may(actor, "create", self.model)
        can_import = "import" in self.model.PAGES and permissions.may(actor, "import", self.model)
        return {
            "label": self.model.LABEL,
            "label_many": self.model.LABEL_MANY,
            "table": self.table,
            "icon": self.icon,
            "can_create": can_create,
            "new_url": self.address_of("new") if can_create else None,
            "import_url": self.address_of("import_start") if can_import else None,
            "list_url": self.address_of("index"),
            "file_url": self.address_of("file"),
        }

    def address_of(self, endpoint: str, row: Any = None, **values: Any) -> str:
        """The address of one of the view's pages."""
        if row is not None:
            values["id"] = row.id
        return url_for(f"{self.table}.{endpoint}", **values)

    def crumbs(self, *trail: Any) -> list[tuple[str, str | None]]:
        """Where the page stands: area, table, and what is given as label or (label, address)."""
        area = AREAS[permissions.area_of(self.model)]
        crumbs: list[tuple[str, str | None]] = [(words.words(area), None)]
        steps = [(self.model.LABEL_MANY, self.address_of("index")), *trail]
        for step in steps:
            label, url = step if isinstance(step, tuple) else (step, None)
            crumbs.append((words.words(label), url))
        label, _url = crumbs[-1]
        crumbs[-1] = (label, None)
        return crumbs

    def listing(self, address: Address, actor: Actor) -> Listing:
        """The rows under an address; a subclass may show other columns."""
        return Listing(self.model, placed_columns(self.model, address.columns), address, actor)

    def pages(self, row: Any, actor: Actor) -> Sequence[Page]:
        """Pages of its own that a record has beside its details, each a button there."""
        return ()

    def defaults(self, actor: Actor) -> Mapping[str, Any]:
        """What a new record starts with for whoever enters it, beside the columns' defaults."""
        return own_place(self.model, actor)

    def printed(self, row: Any, actor: Actor) -> Sequence[tuple[str, Words]]:
        """The view's own print pages that this record has."""
        return self.print_endpoints

    def timeline(self, row: Any) -> Sequence[dict[str, Any]]:
        """The steps of approval of a document; none for a plain record."""
        return ()

    def steps(self, row: Any) -> Sequence[dict[str, Any]]:
        """How far a document has come, for the stepper above it; none for a plain record."""
        return ()


def _row_id(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        abort(404)
    return int(text)
