"""What a person does, in Chromium, in the demonstration office. All are marked ``browser``."""
