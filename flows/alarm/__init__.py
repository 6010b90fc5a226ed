"""Somebody is in danger, or wants to be relieved: who is paged, and when it goes wider."""
