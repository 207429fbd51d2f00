"""One module per area: columns, constraints, choices and labels. No table writes to another."""
