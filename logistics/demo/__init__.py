"""The demonstration office: the office of the report in the first half of 2026, and around today.

``diary`` plays the half-year day by day through the operations, so that its ledgers balance and its
numbers bear their day; each module of an area writes its own entries of the diary.
"""

from logistics.demo.loading import Loaded, is_empty, load_demonstration

__all__ = ["Loaded", "is_empty", "load_demonstration"]
