"""Mail: registered, sorted, delivered against signatures; misdeliveries kept for ever."""
