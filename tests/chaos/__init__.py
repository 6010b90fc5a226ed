"""The bot killed, cut off and lied to while people report, and then the account. `make chaos`."""
