"""The vehicles of the demonstration, and the way to find them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from logistics.database import local_today
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.fleet import record_odometers
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.permissions import SYSTEM
from logistics.tables.fleet import DriverProfile, Vehicle
from logistics.tables.organisation import Site

YEARS_OF_LICENCE = 5
LICENCES = {"commuter": "A1"}


class Garage:
    """The fleet while the demonstration is loaded."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.texts = read_texts("fleet")

    @cached_property
    def cars(self) -> list[dict[str, Any]]:
        """The vehicles that units may ask for; the one that stands ready is not among them."""
        return [
            row
            for row in self.texts["vehicle"]
            if "category" not in row and row["plate"] != self.texts["ready"]
        ]

    @cached_property
    def by_plate(self) -> dict[str, dict[str, Any]]:
        """What the texts say of a vehicle."""
        return {row["plate"]: row for row in self.texts["vehicle"]}

    def vehicle(self, plate: str) -> Vehicle:
        """The vehicle as it is now."""
        return Vehicle.get(Vehicle.plate == plate)

    def set_up(self) -> None:
        """Vehicles with their papers, drivers with their licences, and the first readings."""
        office = self.office
        for number, row in enumerate(self.texts["vehicle"], start=1):
            driver = office.staff_id(row["driver"])
            licence = {
                "staff": driver,
                "licence_class": LICENCES.get(row.get("category", ""), "C1"),
                "licence_no": f"2101{number:08}",
                "licence_until": local_today().replace(
                    year=local_today().year + YEARS_OF_LICENCE, month=6, day=number
                ),
            }
            create_record(DriverProfile, licence, actor=SYSTEM)
            values = {name: value for name, value in row.items() if name != "odometer"}
            next_year = local_today().year + 1
            papers = {
                "site": office.key(Site, "COMMITTEE"),
                "driver": driver,
                "fuel_card": f"1000 1132 00{number:02} 5{number:03}",
                "insurance_until": f"{next_year}-0{number}-28",
                "inspection_until": f"{next_year}-0{number}-15",
            }
            vehicle = create_record(Vehicle, {**values, **papers}, actor=SYSTEM)
            self.read(vehicle, row["odometer"])

    def read(self, vehicle: Vehicle, odometer: int) -> None:
        """Enter what the instrument shows."""
        dispatcher = self.office.actor("dispatcher")
        only(record_odometers(seen=[Seen(vehicle.id)], odometer=odometer, actor=dispatcher))


__all__ = ["Garage"]
