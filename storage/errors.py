"""What can go wrong with what is kept: one class per decision of the caller."""


class DatabaseUrlError(Exception):
    """The operator is told that the database's address cannot be used, and why."""


class DatabaseInUseError(Exception):
    """The operator is told that another bot serves from the same file."""


class KeyringError(Exception):
    """The operator is told which key is missing or malformed; nothing is opened without it."""


class SchemaError(Exception):
    """The operator is told to bring the database's tables up to date."""


class TamperedError(Exception):
    """The operator is told what was changed behind our back: it does not open with its key."""


class BackupError(Exception):
    """The operator is told why no copy was made."""
