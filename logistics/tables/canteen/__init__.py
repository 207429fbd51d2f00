"""Canteen: kitchens and dishes, the week's menu, ingredients, hygiene, waste and the accounts."""

from logistics.tables.canteen.accounts import CanteenSettlement, WasteEvaluation, WasteLog
from logistics.tables.canteen.hygiene import DisinfectionLog, FoodSample, HealthCertificate
from logistics.tables.canteen.kitchen import Canteen, Dish, TablewareChange
from logistics.tables.canteen.menus import MealCount, Menu, MenuItem
from logistics.tables.canteen.receipts import IngredientReceipt, IngredientReceiptLine

__all__ = [
    "Canteen",
    "CanteenSettlement",
    "DisinfectionLog",
    "Dish",
    "FoodSample",
    "HealthCertificate",
    "IngredientReceipt",
    "IngredientReceiptLine",
    "MealCount",
    "Menu",
    "MenuItem",
    "TablewareChange",
    "WasteEvaluation",
    "WasteLog",
]
