"""The business of the logistics service center, free of any web framework.

Imports run one way: operations and queries use permissions, auditing, notices and calendar; these
use tables; tables use database, wording and errors. tests/test_architecture.py keeps it so.
"""
