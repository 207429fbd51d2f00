"""What pages, measures and the report read of the mail."""
