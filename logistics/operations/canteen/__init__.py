"""Canteen: menus, ingredients, hygiene and accounts on their way through their states."""
