"""What a report is made of: its outline, its figures, what fell short and what comes next."""
