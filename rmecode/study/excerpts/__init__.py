"""Coded passages with their surroundings: retrieved, as files, and chosen for the handbook."""
