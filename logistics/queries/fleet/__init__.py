"""Vehicles: who may drive what and when, consumption, indicators of vehicles and drivers."""
