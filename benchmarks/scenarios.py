"""What is asked of every panel, and the rows that it must then show."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from benchmarks import data
from benchmarks.houses import House

FIRST, LAST = "2023-01-01", "2023-04-30"
LIST = "/admin/stock_movement/"
FLASK = "/admin/stockmovement/"
DJANGO = "/admin/auth/stockmovement/"
SQLADMIN = "/admin/stock-movement/list"
STARLETTE = "/admin/stockmovement/list"


@dataclass(frozen=True)
class Scenario:
    """One page: its address in each panel, and the query of the floor that shows the same rows."""

    name: str
    label: str
    addresses: dict[str, str]
    truth: str | None = None
    ids: frozenset[int] | None = None
    """Of a look-up: the rows that it must give."""

    def address(self, panel: str, house: House) -> str | None:
        """The address, with what hangs on the number of rows filled in."""
        found = self.addresses.get(panel)
        return found.format(**house.places(panel)) if found else None


def everywhere(
    houqin: str,
    limit: str,
    flask: str = "",
    django: str = "",
    sqladmin: str = "",
    starlette: str = "",
) -> dict[str, str]:
    """Addresses by panel; an empty one is a page that a panel does not have."""
    found = {
        "houqin": houqin,
        "limit": limit,
        "flask_admin_peewee": flask,
        "flask_admin_sqlalchemy": flask,
        "django_admin": django,
        "sqladmin_panel": sqladmin,
        "starlette_admin_panel": starlette,
    }
    return {name: address for name, address in found.items() if address}


def word(text: str, name: str) -> Scenario:
    asked = quote(text)
    key = "common" if text == data.COMMON else "rare"
    return Scenario(
        name,
        f"search {text} ({'over a quarter of all rows' if key == 'common' else '20 rows'})",
        everywhere(
            f"{LIST}?q={asked}", f"/?{key}={asked}", f"{FLASK}?search={asked}",
            f"{DJANGO}?q={asked}", f"{SQLADMIN}?search={asked}", f"{STARLETTE}?q={asked}",
        ),
        f"{key}={text}",
    )  # fmt: skip


FILTER = urlencode(
    {"warehouse__eq": 1, "kind__eq": "issue", "moved_on__between": f"{FIRST} to {LAST}"}
)
PERSON = quote(data.LOOKED_UP)
SCENARIOS: tuple[Scenario, ...] = (
    Scenario("home", "list, default sort",
             everywhere(LIST, "/?", FLASK, DJANGO, SQLADMIN, STARLETTE), ""),
    Scenario("next", "next page from the middle (peers: by number)",
             everywhere(LIST + "?page={page}&after={after_json}", "/?after={after}",
                        FLASK + "?page={page0}", DJANGO + "?p={page}", SQLADMIN + "?page={page}",
                        STARLETTE + "?page={page}"), "after={after}"),
    Scenario("jump", "jump to the page in the middle",
             everywhere(LIST + "?page={page}", "/?page={page0}", FLASK + "?page={page0}",
                        DJANGO + "?p={page}", SQLADMIN + "?page={page}",
                        STARLETTE + "?page={page}"),
             "page={page0}"),
    word(data.RARE, "rare"),
    word(data.COMMON, "common"),
    Scenario("filter", "filter on warehouse, kind and four months",
             everywhere(f"{LIST}?{FILTER}", f"/?filter={FIRST},{LAST}",
                        f"{FLASK}?flt0_kind_equals=issue&flt1_moved_on_between={FIRST}+to+{LAST}"
                        "&{flask_warehouse}",
                        f"{DJANGO}?warehouse__id__exact=1&kind__exact=issue"
                        f"&moved_on__gte={FIRST}&moved_on__lte={LAST}"),
             f"filter={FIRST},{LAST}"),
    Scenario("sortrel", "sort by the item's name",
             everywhere(f"{LIST}?sort=item", "/?sort=item", f"{FLASK}?sort=2", f"{DJANGO}?o=3.-1",
                        f"{SQLADMIN}?sortBy=item.name&sort=asc"), "sort=item"),
    Scenario("edit", "edit form with look-ups",
             everywhere("/admin/purchase_request/edit/?id=1", "",
                        "/admin/purchaserequest/edit/?id=1",
                        "/admin/auth/purchaserequest/1/change/", "/admin/purchase-request/edit/1",
                        "/admin/purchaserequest/edit?pk=1")),
    Scenario("lookup", f"look-up of a person, {data.LOOKED_UP}",
             everywhere(f"/admin/staff/lookup/?q={PERSON}", f"/?lookup={PERSON}",
                        "/admin/purchaserequest/ajax/lookup/?name=requester&offset=0&limit=10"
                        f"&query={PERSON}",
                        "/admin/autocomplete/?app_label=auth&model_name=purchaserequest"
                        f"&field_name=requester&term={PERSON}",
                        f"/admin/purchase-request/ajax/lookup?name=requester&term={PERSON}",
                        f"/admin/_api/staff/relation-lookup?skip=0&limit=20&q={PERSON}"),
             ids=frozenset(n for n in range(1, data.STAFF + 1)
                           if data.LOOKED_UP in data.staff_name(n))),
)  # fmt: skip
