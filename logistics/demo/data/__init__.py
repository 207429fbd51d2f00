"""What the demonstration office keeps, buys and asks for: rows to read, without code."""
