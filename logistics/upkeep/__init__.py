"""What an operator does to a database as a whole: back it up, restore it, move it elsewhere."""
