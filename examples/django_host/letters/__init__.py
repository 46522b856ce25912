"""A register of letters, Django's own, with dondoc beside it."""
