"""The people of the demonstration office: posts, staff, accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from logistics.demo.diary import MOVE_DAY, Entry, moment
from logistics.demo.office import Office
from logistics.operations.accounts import set_password
from logistics.operations.records import create_record
from logistics.operations.rights import seed_rights
from logistics.operations.roles import appoint
from logistics.permissions import SYSTEM
from logistics.tables.base import Account
from logistics.tables.people import Post, Staff, StaffPost

FIRST_NUMBER = 1001


class Person(NamedTuple):
    """One member of the staff.

    Without ``login`` the account is called by the staff number and waits for its first password.
    """

    name: str
    unit: str
    post: str
    employment: str
    login: str = ""
    roles: tuple[str, ...] = ("staff",)
    heads: str = ""
    rank: str = ""
    hired_on: str = "2015-03-02"


POSTS = (
    # code, name, family, site, least headcount, day and night
    ("LEAD", "中心领导", "management", "COMMITTEE", 2, False),
    ("SECT", "科室负责人", "management", "COMMITTEE", 6, False),
    ("OFFICE", "综合管理", "management", "COMMITTEE", 2, False),
    ("BUREAU", "机关工作人员", "management", "COMMITTEE", 1, False),
    ("BUY", "采购员", "purchase_store", "COMMITTEE", 2, False),
    ("STORE-A", "管委会库房保管员", "purchase_store", "COMMITTEE", 1, False),
    ("STORE-B", "泗水库房保管员", "purchase_store", "SISHUI", 1, False),
    ("DRIVE", "公务车驾驶员", "driver", "COMMITTEE", 4, False),
    ("BUS", "通勤车驾驶员", "driver", "COMMITTEE", 2, False),
    ("GATE-A", "管委会门岗", "guard", "COMMITTEE", 3, True),
    ("GATE-B", "泗水门岗", "guard", "SISHUI", 3, True),
    ("GATE-C", "第三办公区门岗", "guard", "THIRD", 3, True),
    ("CLEAN-A", "管委会保洁", "cleaner", "COMMITTEE", 4, False),
    ("CLEAN-B", "泗水保洁", "cleaner", "SISHUI", 3, False),
    ("CLEAN-C", "第三办公区保洁", "cleaner", "THIRD", 2, False),
    ("COOK", "厨师", "canteen", "COMMITTEE", 4, False),
    ("SERVE", "食堂服务员", "canteen", "COMMITTEE", 3, False),
    ("MEET-A", "管委会会务", "meeting", "COMMITTEE", 3, False),
    ("MEET-B", "泗水会务", "meeting", "SISHUI", 2, False),
    ("MAIL", "收发员", "mail_duty", "COMMITTEE", 2, False),
    ("DUTY", "总值班室", "mail_duty", "COMMITTEE", 3, True),
    ("FIX", "水电维修工", "maintenance", "COMMITTEE", 3, False),
)
BACKUPS = (("STORE-A", "STORE-B"), ("STORE-B", "STORE-A"), ("MAIL", "DUTY"), ("MEET-B", "MEET-A"))

DUTIES = {
    "management": (
        "按分工组织落实后勤各项工作，执行规章制度和预算；"
        "牵头督办、检查和整改，做到事事有人管、件件有落实。"
    ),
    "purchase_store": (
        "按计划和程序采购，询价比价、验收入库；账、卡、物相符，登记发放，按月对账、定期盘点。"
    ),
    "driver": (
        "凭派车单出车，遵守交通法规，不出责任事故；"
        "出车前后检查车况，如实登记里程、加油和维修，热情服务。"
    ),
    "guard": (
        "24 小时值守门岗，核验登记来访人员，按时按点巡查；"
        "维护停车秩序，遇突发事件先处置、即报告，交接班清楚。"
    ),
    "cleaner": (
        "责任区每天至少保洁两次并全天巡回；地面、门窗、卫生间干净整洁，发现设施损坏及时报修。"
    ),
    "canteen": "按一周菜谱备餐，严格食品留样、消毒和索证；讲究品种搭配，杜绝浪费，听取就餐意见。",
    "meeting": (
        "会前布置会场、调试设备，会中续水巡视，会后清场；提前 40 分钟到岗，如实填写检查表。"
    ),
    "mail_duty": (
        "信件、报刊当日收发分送，无错发、无积压；机要文件专人登记，值班期间不脱岗，来电来访有记录。"
    ),
    "maintenance": (
        "接报后按承诺时限到场，一次修复；水电设备定期巡检，遵守安全操作规程，材料登记。"
    ),
}
"""What a post of each family demands (岗位职责)."""

PEOPLE = (
    Person("安文静", "21", "OFFICE", "institution", "admin", ("staff", "sysadmin")),
    Person("梁书培", "13", "BUREAU", "civil_servant", "head", ("staff", "unit_head"), "13", "正科"),
    Person(
        "邓立群", "20", "LEAD", "civil_servant", "deputy", ("staff", "deputy_director"), "", "副处"
    ),
    Person(
        "丁卫国", "20", "LEAD", "civil_servant", "director", ("staff", "director"), "20", "正处"
    ),
    Person("方晓琳", "22", "SECT", "institution", "finance", ("staff", "finance"), "22", "正科"),
    Person("白建设", "23", "BUY", "institution", "buyer", ("staff", "buyer")),
    Person("卜春梅", "23", "BUY", "contract", "buyer2", ("staff", "buyer")),
    Person("康秀英", "23", "STORE-A", "institution", "keeper", ("staff", "keeper")),
    Person("孔令芳", "23", "STORE-B", "contract", "keeper2", ("staff", "keeper")),
    Person("艾国庆", "28", "SECT", "institution", "acceptor", ("staff", "acceptor"), "28", "副科"),
    Person("任长江", "26", "SECT", "institution", "roster", ("staff", "roster_officer"), "26"),
    Person("孙建平", "21", "SECT", "institution", "assessor", ("staff", "assessor"), "21", "正科"),
    Person("纪正明", "11", "BUREAU", "civil_servant", "discipline", ("staff", "discipline"), "11"),
    Person("敖海波", "27", "SECT", "institution", "acceptor2", ("staff", "acceptor"), "27"),
    Person("敖志诚", "10", "BUREAU", "civil_servant", "acceptor3", ("staff", "acceptor"), "10"),
    Person(
        "林远山", "02", "BUREAU", "civil_servant", "leader", ("committee_leader",), "02", "副厅"
    ),
    Person("刁文斌", "24", "SECT", "institution", "dispatcher", ("staff", "dispatcher"), "24"),
    Person("顾大勇", "26", "GATE-A", "dispatched", "guard", ("staff", "guard")),
    Person("石清泉", "13", "BUREAU", "civil_servant", "staff", ("staff",)),
    Person("宋雨桐", "14", "BUREAU", "civil_servant", "staff2", ("staff",)),
    Person("沈鉴明", "16", "BUREAU", "civil_servant", "auditor", ("auditor",), "16", "正科"),
)
OTHERS = (
    # unit, post, employment, names
    ("24", "DRIVE", "worker", "马志刚 牛建军 史永强 包铁成 佟立新"),
    ("24", "BUS", "worker", "冯根生 雷振东 贺平安"),
    ("26", "GATE-A", "dispatched", "曹铁军 柳长青 苗志伟 彭守义"),
    ("26", "GATE-B", "dispatched", "祝永强 康卫东 覃勇 魏国梁"),
    ("26", "GATE-C", "dispatched", "桑洪波 褚海涛 季平"),
    ("25", "COOK", "worker", "武学文 黎满仓 常有福 米香兰 尹德厚"),
    ("25", "SERVE", "contract", "甘桂芳 蔡小红 葛淑珍"),
    ("28", "CLEAN-A", "outsourced", "田秀兰 焦玉梅 薛桂英 安巧云 邵淑琴"),
    ("28", "CLEAN-C", "outsourced", "龚素芬 汤玉珍"),
    ("28", "FIX", "worker", "鲁保生 钟立明 沈永清"),
    ("27", "MEET-A", "contract", "温雅琴 叶静怡 谢婉婷 苏雯"),
    ("27", "MEET-B", "contract", "华蕾 白露"),
    ("29", "MAIL", "contract", "尤志远 辛诚"),
    ("29", "DUTY", "institution", "叶长明 时守正 班永刚 翟建平"),
    ("21", "OFFICE", "institution", "文丽华 章程"),
    ("10", "BUREAU", "civil_servant", "严谨 郝学东 高原"),
    ("11", "BUREAU", "civil_servant", "党建国 向红"),
    ("12", "BUREAU", "civil_servant", "经纬 傅春江 尚茂林"),
    ("13", "BUREAU", "civil_servant", "柯妍 辛宇"),
    ("14", "BUREAU", "civil_servant", "项明娣 罗进"),
    ("15", "BUREAU", "civil_servant", "万联平 尚进 钱程"),
    ("16", "BUREAU", "civil_servant", "金素盼 蔡旺"),
    ("17", "BUREAU", "civil_servant", "归海明 涂木森 简功"),
    ("18", "BUREAU", "civil_servant", "闵安 康宁"),
)
HEADS = {"12": "经纬", "14": "项明娣", "15": "万联平", "17": "归海明", "18": "闵安", "25": "武学文"}
OFFICERS = {
    # Whoever of them has a line of work to run: log-in and role.
    "武学文": ("canteen", "canteen_manager"),
    "曹铁军": ("captain", "guard_captain"),
    "温雅琴": ("meeting", "meeting_officer"),
    "田秀兰": ("cleaning", "cleaning_supervisor"),
    "尤志远": ("mail", "mail_clerk"),
    "鲁保生": ("works", "maintenance_officer"),
    "章程": ("assets", "asset_keeper"),
    "文丽华": ("energy", "energy_officer"),
}
HIRED_FOR_SISHUI = ("朱玉兰", "戚秋菊", "范春花")
"""The three cleaners whom the center hired for Sishui in June."""


def build_people(office: Office, password: str) -> None:
    """Posts, staff, accounts with one password, and confirmed roles, as of 1 January."""
    seed_rights()
    posts: dict[str, Post] = {}
    for code, name, family, site, least, whole_day in POSTS:
        values = {
            "code": code,
            "name": name,
            "family": family,
            "site": office.site(site).id,
            "min_headcount": least,
            "requires_24h": whole_day,
            "duties": DUTIES[family],
        }
        posts[code] = create_record(Post, values, actor=SYSTEM)
    for code, backup in BACKUPS:
        Post.update(backup_post=posts[backup]).where(Post.id == posts[code].id).execute()
    for number, person in enumerate(_everybody(), start=FIRST_NUMBER):
        _hire(office, person, number, password)


def heads() -> dict[str, str]:
    """By unit its head, as log-in or name, where he decides on what it asks for."""
    return {
        person.heads: person.login or person.name
        for person in _everybody()
        if "unit_head" in _roles_of(person)
    }


def events(office: Office) -> Iterator[Entry]:
    """In June three cleaners are hired for Sishui."""
    for number, name in enumerate(HIRED_FOR_SISHUI, start=FIRST_NUMBER + 500):
        person = Person(name, "28", "CLEAN-B", "outsourced", hired_on=MOVE_DAY.isoformat())
        yield Entry(moment(MOVE_DAY, 9), 0, partial(_hire, office, person, number))


def _everybody() -> Iterator[Person]:
    yield from PEOPLE
    for unit, post, employment, names in OTHERS:
        for name in names.split():
            heads = unit if HEADS.get(unit) == name else ""
            login, *runs = OFFICERS.get(name, ("",))
            gate = ("guard",) if post.startswith("GATE") else ()
            yield Person(name, unit, post, employment, login, ("staff", *gate, *runs), heads)


def _roles_of(person: Person) -> tuple[str, ...]:
    """Whoever of the staff heads a unit decides on what it asks for."""
    if person.heads and "staff" in person.roles and "unit_head" not in person.roles:
        return (*person.roles, "unit_head")
    return person.roles


def _hire(office: Office, person: Person, number: int, password: str = "") -> None:
    values = {"login": person.login or str(number), "name": person.name}
    account = create_record(Account, values, actor=SYSTEM)
    appoint(account=account, roles=_roles_of(person))
    if person.login:
        set_password(account=account, password=password, actor=SYSTEM)
    post = office.post(person.post)
    unit = office.unit(person.unit)
    at_unit = person.post in ("BUREAU", "OFFICE", "LEAD", "SECT")
    staff = create_record(
        Staff,
        {
            "staff_no": str(number),
            "name": person.name,
            "account": account.id,
            "unit": unit.id,
            "site": unit.site_id if at_unit else post.site_id,
            "employment": person.employment,
            "rank": person.rank,
            "phone": f"8801-{number - 800:04d}",
            "hired_on": person.hired_on,
        },
        actor=SYSTEM,
    )
    create_record(
        StaffPost,
        {
            "staff": staff.id,
            "post": post.id,
            "starts_on": person.hired_on,
            "heads_unit": office.unit(person.heads).id if person.heads else None,
        },
        actor=SYSTEM,
    )
