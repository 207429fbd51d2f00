"""Approvals as they stand: the matrix, who may decide what, and what waits for whom."""
