"""Text search: any word, any table, both engines, in step with the rows."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics import grams
from logistics.auditing import transaction
from logistics.database import database, is_postgresql
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record, create_record, delete_record
from logistics.queries import searching
from logistics.queries.searching import search
from logistics.schema.declared import search_of
from logistics.schema.searching import rebuild
from models import ALL_MODELS, Building, Item, Room, Site, Unit, UnitQuota
from tests.factories.stock import make_item
from tests.statements import statements

NAMES = (
    "复印纸",
    "墨粉盒",
    "A4 复印纸",
    "100% 棉毛巾",
    "snow_white",
    "O'Hara's \\ pen",
    '"灯"管',
    "电",
)


@pytest.fixture
def items(cast) -> dict[str, Item]:
    return {
        name: create_record(
            Item,
            {"code": f"I{number}", "name": name, "unit_of_measure": "件"},
            actor=cast.admin,
        )
        for number, name in enumerate(NAMES)
    }


def found(model, text: str) -> set[str]:
    answer = search(model, text)
    query = model.select() if answer is None else model.select().where(answer.condition())
    return {str(row) for row in query}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("复印", {"复印纸", "A4 复印纸"}),
        ("复印纸", {"复印纸", "A4 复印纸"}),
        ("纸", {"复印纸", "A4 复印纸"}),
        ("a4 复印", {"A4 复印纸"}),
        ("复印 墨粉", set()),
        ("fyz", {"复印纸", "A4 复印纸"}),
        ("MFH", {"墨粉盒"}),
        ("d", {'"灯"管', "电"}),
        ("%", {"100% 棉毛巾"}),
        ("_", {"snow_white"}),
        ("0%", {"100% 棉毛巾"}),
        ("w_w", {"snow_white"}),
        ("'s", {"O'Hara's \\ pen"}),
        ("\\", {"O'Hara's \\ pen"}),
        ('"灯"', {'"灯"管'}),
        ("复\x00印", {"复印纸", "A4 复印纸"}),
        ("NOT", set()),
        ("复印*", set()),
        ("Snow", {"snow_white"}),
    ],
)
def test_a_word_is_found_where_it_stands(items, words, names):
    """decisions.md 24: two characters, one, letters of pinyin; signs are just characters."""
    answer = found(Item, words)
    assert {name for name in answer if name in NAMES} == names


def test_nothing_to_look_for_narrows_nothing(items):
    assert search(Item, " \x00 ") is None


def test_an_entry_follows_its_row_and_a_rollback(items, cast):
    row = items["复印纸"]
    with suppress(ZeroDivisionError), transaction():
        change_record(Item, Seen(row.id), {"name": "宣纸"}, actor=cast.admin)
        assert found(Item, "宣纸") == {"宣纸"}
        raise ZeroDivisionError
    assert found(Item, "宣纸") == set()
    assert "复印纸" in found(Item, "复印纸")
    change_record(Item, Seen(row.id), {"name": "宣纸"}, actor=cast.admin)
    assert found(Item, "宣纸") == {"宣纸"}
    assert found(Item, "复印纸") == {"A4 复印纸"}
    Item.update(name="竹纸").where(Item.id == row.id).execute()
    assert found(Item, "竹纸") == {"竹纸"}, "whichever statement writes"
    delete_record(Item, Seen(row.id), actor=cast.admin)
    assert found(Item, "竹纸") == set()


def test_a_related_name_that_changes_is_found_by_the_new_one(items, cast):
    unit = create_record(
        Unit, {"code": "XC", "name": "宣传科", "kind": "section"}, actor=cast.admin
    )
    values = {"unit": unit.id, "item": items["墨粉盒"].id, "period": "month", "quantity": "3"}
    create_record(UnitQuota, values, actor=cast.admin)
    assert len(found(UnitQuota, "宣传 墨粉")) == 1
    assert len(found(UnitQuota, "xck")) == 1
    change_record(Unit, Seen(unit.id), {"name": "信息科"}, actor=cast.admin)
    assert found(UnitQuota, "宣传") == set()
    assert len(found(UnitQuota, "信息 mfh")) == 1


def test_names_two_keys_away_are_found(cast):
    building = create_record(
        Building, {"site": cast.site_a.id, "code": "N9", "name": "望湖楼"}, actor=cast.admin
    )
    room = create_record(Room, {"building": building.id, "code": "901"}, actor=cast.admin)
    assert room.id in {row.id for row in Room.select().where(search(Room, "望湖").condition())}


def test_a_word_that_many_rows_bear_finds_the_same_rows(items, monkeypatch):
    few = {words: found(Item, words) for words in ("复印", "fyz", "纸 a4")}
    monkeypatch.setattr(searching, "FEW_ROWS", 0)
    monkeypatch.setattr(searching, "FEW_NAMES", 0)
    assert {words: found(Item, words) for words in few} == few


def test_a_word_of_most_new_rows_finds_each_of_them(items):
    """On PostgreSQL a look at the newest rows tells that a word is common."""
    valves = range(searching.MANY_OF_THEM)
    wanted = {make_item(code=f"V{number}", name=f"阀门 {number}").id for number in valves}
    make_item(code="V", name="阀")
    result = search(Item, "阀门")
    assert {row.id for row in Item.select().where(result.condition())} == wanted
    assert (result.rows is None) == is_postgresql()


def test_a_search_takes_two_statements_however_many_words(items):
    with statements() as asked:
        search(UnitQuota, "复印 fyz a4 墨粉 电 灯")
    assert len(asked) <= 2


def test_a_rebuild_leaves_every_entry_as_it_was(items):
    before = found(Item, "fyz")
    rebuild(database, [search_of(Item), search_of(Site)])
    assert found(Item, "fyz") == before


def test_no_two_tables_share_a_number():
    numbers = [grams.number_of(model._meta.table_name) for model in ALL_MODELS]
    assert len(set(numbers)) == len(numbers)


@given(st.text(max_size=40))
def test_every_word_of_a_text_is_asked_for_by_pairs_that_it_has(text):
    pairs = grams.pairs(text)
    for word in grams.folded(text).split():
        asked = {word[at : at + 2] for at in range(len(word) - 1)}
        assert asked <= pairs
        assert any(pair.startswith(word[0]) for pair in pairs)
