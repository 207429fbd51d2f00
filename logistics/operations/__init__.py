"""The verbs: the only place where several tables change together."""
