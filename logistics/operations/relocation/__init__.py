"""Relocation: the tasks of a move, its gate, and the move itself."""
