"""A strict local Slack: what it lets pass, a real workspace lets pass too."""
