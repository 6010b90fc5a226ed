"""The conversation with whoever reports: from the first press to the last answer."""
