"""Post checks: drawing and recording rounds, findings and what is done about them, bulletins."""
