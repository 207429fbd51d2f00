"""Reports: counted and drafted, reviewed, approved, published."""
