"""The pages of import: a file, its columns, a trial, the import, and its undo."""
