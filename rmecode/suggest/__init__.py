"""Suggestions: a machine's candidates, made from values, for people to decide on."""
