"""Whole stories, through the strict local workspace and the real bot."""
