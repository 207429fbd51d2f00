"""Work of many rows: begun by a page, done at once or by a worker, told row by row."""
