"""The verbs of the register of rules."""
