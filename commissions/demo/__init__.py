"""The demonstration council: a story told through the deeds, all of it invented."""
