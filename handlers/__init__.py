"""Slack on one side, plain values on the other."""
