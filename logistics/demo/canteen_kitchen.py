"""A working day in the kitchens: deliveries, samples, disinfection, meals, waste."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.calendar import add_workdays, is_workday
from logistics.database import local_today, now
from logistics.demo.diary import MOVE_DAY, Entry, moment
from logistics.demo.office import Office
from logistics.operations.canteen.hygiene import (
    Eaten,
    count_meals,
    discard_samples,
    record_disinfections,
    take_samples,
)
from logistics.operations.canteen.receipts import inspect_ingredients, receive_ingredients
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import LineChange, change_record, create_record
from logistics.permissions import SYSTEM, Actor
from logistics.tables.canteen import (
    Canteen,
    DisinfectionLog,
    FoodSample,
    HealthCertificate,
    IngredientReceipt,
    IngredientReceiptLine,
    MealCount,
    WasteLog,
)
from logistics.tables.people import Post, Staff, StaffPost
from logistics.tables.purchasing import Supplier

Texts = Mapping[str, Any]
Till = dict[int, Decimal]
"""By canteen, what came in so far and was not spent on ingredients."""
DELIVERY_DAYS = (0, 3)
BREAKFAST, LUNCH, GUEST = Decimal(4), Decimal(10), Decimal(30)
"""What a breakfast, a lunch and a guest's lunch cost the diner, in yuan."""
GRAMS_A_MEAL = 36
TENTH = Decimal("0.1")
CENT = Decimal("0.01")
YEAR = dt.timedelta(days=365)


def day(office: Office, texts: Texts, till: Till, on: dt.date) -> Iterator[Entry]:
    """Deliveries before breakfast on three days of the week, the book of the day at its end."""
    if _brings(on):
        yield Entry(moment(on, 6, 30), 0, partial(_deliver, office, texts, till))
    yield Entry(moment(on, 14, 30), 0, partial(_close_day, office, texts, till))


def _brings(on: dt.date) -> bool:
    """Whether a working day begins with a delivery.

    Two days a week do, the first after days off, and the first of a month: each month is settled
    with what it cooked.
    """
    before = on - dt.timedelta(days=1)
    return on.weekday() in DELIVERY_DAYS or on.day == 1 or not is_workday(before)


def deliver_today(office: Office, texts: Texts) -> None:
    """This morning's vegetables wait for their inspector."""
    for canteen in _open(local_today()):
        _receipt(office, texts, canteen, texts["delivery"][0], Decimal(600))


def certify(office: Office, texts: Texts) -> None:
    """Everybody in the kitchens has a certificate; some renew theirs in spring."""
    told = texts["certificates"]
    people = Staff.select().where(Staff.id.in_(_canteen_staff())).order_by(Staff.staff_no)
    for number, person in enumerate(people, start=1):
        renewed = told["renewed"].get(person.name)
        if renewed is None:
            _certificate(office, told, person, told["issued_on"], number)
        else:
            _certificate(office, told, person, renewed - YEAR, number)
            _certificate(office, told, person, renewed - dt.timedelta(days=5), number + 100)


def renew_certificates(office: Office, texts: Texts) -> None:
    """Whatever would have lapsed by today was renewed in time; one certificate ends soon."""
    told, today = texts["certificates"], local_today()
    soon = today + dt.timedelta(days=told["ends_in"])
    latest: dict[int, HealthCertificate] = {}
    for row in HealthCertificate.select().order_by(HealthCertificate.expires_on):
        latest[row.staff_id] = row
    ending = office.staff_id(told["ends_soon"])
    for number, row in enumerate(latest.values(), start=200):
        if row.staff_id == ending:
            if row.expires_on <= today:
                _certificate(office, told, row.staff, soon - YEAR, number)
            continue
        issued_on = row.expires_on
        while issued_on <= soon:
            _certificate(office, told, row.staff, issued_on, number)
            issued_on += YEAR


def move_cooks(office: Office, texts: Texts) -> None:
    """With the move some of the kitchen go over to Sishui's canteen."""
    sishui = office.site("SISHUI").id
    values = {"code": "COOK-B", "name": "泗水食堂厨师、服务员", "family": "canteen"}
    post = create_record(Post, {**values, "site": sishui, "min_headcount": 2}, actor=SYSTEM)
    for name in texts["moved"]:
        person = office.person(name)
        held = StaffPost.get((StaffPost.staff == person.id) & StaffPost.ends_on.is_null())
        last_day = {"ends_on": MOVE_DAY - dt.timedelta(days=1)}
        change_record(StaffPost, Seen(held.id), last_day, actor=SYSTEM)
        new = {"staff": person.id, "post": post.id, "starts_on": MOVE_DAY}
        create_record(StaffPost, new, actor=SYSTEM)
        change_record(Staff, Seen(person.id), {"site": sishui}, actor=SYSTEM)
    office.forget_actors()


def _canteen_staff() -> Any:
    return StaffPost.select(StaffPost.staff).join(Post).where(Post.family == "canteen")


def _certificate(
    office: Office, told: Texts, person: Staff, issued_on: dt.date, number: int
) -> None:
    create_record(
        HealthCertificate,
        {
            "staff": person.id,
            "number": f"JK{issued_on:%Y}{number:04d}",
            "issued_on": issued_on,
            "expires_on": issued_on + YEAR,
            "issuer": told["issuer"],
        },
        actor=office.actor("canteen"),
    )


def _open(on: dt.date) -> list[Canteen]:
    return list(Canteen.select().where(Canteen.opened_on <= on).order_by(Canteen.code))


def _cooks(texts: Texts, canteen: Canteen) -> list[str]:
    told: list[str] = next(
        each["cooks"] for each in texts["canteen"] if each["code"] == canteen.code
    )
    return told


def _deliver(office: Office, texts: Texts, till: Till) -> None:
    """What the kitchens cook until the next delivery, for what comes in and what is left."""
    today = local_today()
    is_first = today.weekday() == 0
    days = 1
    while not _brings(add_workdays(today, days)):
        days += 1
    for canteen in _open(today):
        usual = days * _usual_turnover(canteen)
        expected = max(usual / 2, usual + till.get(canteen.id, Decimal()))
        deliveries = [each for each in texts["delivery"] if not each.get("weekly") or is_first]
        parts = sum(each["share"] for each in deliveries)
        for told in deliveries:
            amount = expected * told["share"] / parts
            scatter = Decimal(office.random.randrange(985, 1016)) / 1000
            receipt = _receipt(office, texts, canteen, told, amount * scatter)
            row = [Seen(receipt.id)]
            inspector = office.actor_of(receipt.inspector)
            only(inspect_ingredients(seen=row, actor=inspector))
            only(receive_ingredients(seen=row, actor=office.actor_of(receipt.keeper)))
            spent = IngredientReceipt.get_by_id(receipt.id).amount
            till[canteen.id] = till.get(canteen.id, Decimal()) - spent


def taken_in(canteen: Canteen, meal: str, actual: int, guests: int) -> tuple[Decimal, Decimal]:
    """What diners pay for a meal, and the subsidy for those who are no guests."""
    if meal == "breakfast":
        return actual * BREAKFAST, Decimal()
    own = actual - guests
    return own * LUNCH + guests * GUEST, own * canteen.subsidy_a_meal


def _usual_turnover(canteen: Canteen) -> Decimal:
    lunches: Decimal = canteen.usual_lunches * (LUNCH + canteen.subsidy_a_meal)
    breakfasts: Decimal = canteen.usual_breakfasts * BREAKFAST
    return breakfasts + lunches


def _receipt(
    office: Office, texts: Texts, canteen: Canteen, told: Texts, amount: Decimal
) -> IngredientReceipt:
    keeper, inspector = office.random.sample(_cooks(texts, canteen), 2)
    lines = []
    for name, kind, usual in told["lines"]:
        price = Decimal(str(usual)) * office.random.randrange(94, 107) / 100
        price = price.quantize(TENTH)
        quantity = (amount / len(told["lines"]) / price).quantize(TENTH)
        certificate = f"检{now():%m%d}{office.random.randrange(1000, 9999)}"
        values = {"ingredient": name, "kind": kind, "price": price, "quantity": quantity}
        certified = kind in ("meat", "poultry")
        lines.append(LineChange({**values, "certificate_no": certificate if certified else ""}))
    values = {
        "canteen": canteen.id,
        "supplier": office.key(Supplier, told["supplier"]),
        "received_on": local_today(),
        "keeper": office.staff_id(keeper),
        "inspector": office.staff_id(inspector),
        "buyer": office.staff_id("buyer"),
    }
    return create_record(
        IngredientReceipt,
        values,
        actor=office.actor("canteen"),
        lines={IngredientReceiptLine: lines},
    )


def _close_day(office: Office, texts: Texts, till: Till) -> None:
    """Samples of the day, those of two days ago discarded, disinfection, meals and waste."""
    today = local_today()
    for canteen in _open(today):
        cook = office.actor_for(office.random.choice(_cooks(texts, canteen)))
        _sample(office, canteen, cook)
        _disinfect(office, canteen, cook)
        _count(office, canteen, cook, till)


def _sample(office: Office, canteen: Canteen, cook: Actor) -> None:
    mine = FoodSample.canteen == canteen.id
    today = FoodSample.select(FoodSample.id).where(mine & (FoodSample.served_on == local_today()))
    seen = [Seen(row.id) for row in today]
    weights = {one.id: office.random.randrange(130, 185, 5) for one in seen}
    taken_at = moment(local_today(), 11, office.random.randrange(15, 40))
    all_of(take_samples(seen=seen, grams=150, weights=weights, taken_at=taken_at, actor=cook))
    old = FoodSample.select(FoodSample.id).where(
        mine & (FoodSample.status == "kept") & (FoodSample.discard_after <= now())
    )
    all_of(discard_samples(seen=[Seen(row.id) for row in old], actor=cook))


def _disinfect(office: Office, canteen: Canteen, cook: Actor) -> None:
    rows = DisinfectionLog.select(DisinfectionLog.id, DisinfectionLog.subject).where(
        (DisinfectionLog.canteen == canteen.id) & (DisinfectionLog.day == local_today())
    )
    done_at = moment(local_today(), 13, office.random.randrange(20, 58))
    for row in rows:
        method, minutes = ("heat", 20) if row.subject == "tableware" else ("chlorine", 30)
        only(
            record_disinfections(
                seen=[Seen(row.id)], method=method, minutes=minutes, done_at=done_at, actor=cook
            )
        )


def _count(office: Office, canteen: Canteen, cook: Actor, till: Till) -> None:
    """People eat a little less than was planned; on some days guests come."""
    rows = MealCount.select().where(
        (MealCount.canteen == canteen.id) & (MealCount.day == local_today())
    )
    counts, chance = {}, office.random
    for row in rows:
        guests = chance.choice((0, 0, 0, 4, 8)) if row.meal == "lunch" else 0
        share = Decimal(chance.randrange(955, 1015)) / 1000
        eaten = Eaten(int(row.planned * share) + guests, guests)
        counts[row.id] = eaten
        income, subsidy = taken_in(canteen, row.meal, eaten.actual, guests)
        till[canteen.id] = till.get(canteen.id, Decimal()) + income + subsidy
    seen = [Seen(row_id) for row_id in counts]
    all_of(count_meals(seen=seen, counts=counts, actor=cook))
    meals = sum(eaten.actual for eaten in counts.values())
    grams = meals * chance.randrange(GRAMS_A_MEAL - 5, GRAMS_A_MEAL + 6)
    values = {"canteen": canteen.id, "day": local_today(), "kind": "plate"}
    weight = (Decimal(grams) / 1000).quantize(CENT)
    create_record(WasteLog, {**values, "weight": weight}, actor=office.actor("canteen"))
