"""The face of the house: a view loads, authorises, calls one operation, says what happened."""
