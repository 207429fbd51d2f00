"""The tables for the panels on SQLAlchemy."""

from __future__ import annotations

import os

from sqlalchemy import BigInteger, Date, ForeignKey, String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, sessionmaker

URL = os.environ["PEERS_URL"]


def make_engine():
    """One engine; PostgreSQL looks into the peers' schema first."""
    if URL.startswith("sqlite"):
        return create_engine(URL, connect_args={"check_same_thread": False})
    url = URL.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(url, connect_args={"options": "-csearch_path=peers"})


engine = make_engine()
Session = sessionmaker(engine)


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)

    def __str__(self) -> str:
        return str(getattr(self, "name", self.id))

    def __admin_repr__(self, _request) -> str:
        """What starlette-admin shows of a related row."""
        return str(self)


class Site(Base):
    __tablename__ = "site"
    name: Mapped[str]


class Unit(Base):
    __tablename__ = "unit"
    name: Mapped[str]


class Account(Base):
    __tablename__ = "account"
    name: Mapped[str]


class Staff(Base):
    __tablename__ = "staff"
    name: Mapped[str]


class Item(Base):
    __tablename__ = "item"
    code: Mapped[str]
    name: Mapped[str]


class Warehouse(Base):
    __tablename__ = "warehouse"
    name: Mapped[str]


class StockMovement(Base):
    __tablename__ = "stock_movement"
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    kind: Mapped[str]
    quantity: Mapped[int] = mapped_column(BigInteger)
    value: Mapped[int] = mapped_column(BigInteger)
    moved_on = mapped_column(Date)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str]
    warehouse = relationship(Warehouse, lazy="joined")
    item = relationship(Item, lazy="joined")
    unit = relationship(Unit, lazy="joined")
    created_by = relationship(Account, lazy="joined")


class PurchaseRequest(Base):
    __tablename__ = "purchase_request"
    doc_no: Mapped[str | None] = mapped_column(String)
    purpose: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    requester_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str]
    unit = relationship(Unit)
    site = relationship(Site)
    requester = relationship(Staff)


COLUMNS = (
    "moved_on", "warehouse", "item", "kind", "quantity", "value", "unit", "created_by",
)  # fmt: skip
