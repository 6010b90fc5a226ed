"""Who is in which channel, kept from events and reconciled; what that makes of a person."""
