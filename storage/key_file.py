"""The key file beside an SQLite database: made once, followed, and changed as a whole."""

import base64
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from storage.address import file_of, parse_url
from storage.errors import KeyringError
from storage.keys import Keyring, Keys, new_key, parse_keyring, parse_keys

_Seen = tuple[int, int, int]


def load_keyring(database_url: str, keys: str | None) -> Keyring:
    """Read KASUHARA_KEYS, else the key file beside the database, made with a new database.

    A keyring from a key file follows that file: a key that is put first there seals from then on.

    Raises:
        KeyringError: a key cannot be read, or the key of an existing database is not there. A
            new key would open nothing, and would stand where the lost one has to be put back.
    """
    if keys:
        return parse_keyring(keys)
    database = _database_file(database_url)
    file = _file_beside(database)
    if not file.exists():
        if database.exists() and database.stat().st_size > 0:
            raise KeyringError(
                f"the key file {file} is missing; {database} cannot be read without it: "
                "put it back, or set KASUHARA_KEYS"
            )
        make_key_file(file)
    follower = _Follower(file)
    return Keyring(follower.read(), follower.reread)


def key_file(database_url: str) -> Path:
    """Return where the key of an SQLite database lies when KASUHARA_KEYS is not set.

    Only SQLite has such a file: the processes that share a PostgreSQL share no folder.

    Raises:
        KeyringError: the database is no file.
    """
    return _file_beside(_database_file(database_url))


def read_key_file(file: Path) -> Keys:
    """Return the keys in a key file, one a line; KeyringError when it cannot be read."""
    try:
        if file.stat().st_mode & 0o077:
            raise KeyringError(f"the key file {file} can be read by others: chmod 600 {file}")
        return parse_keys(file.read_text("utf-8-sig").replace("\n", ","))
    except (OSError, UnicodeDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "it is not plain text"
        raise KeyringError(f"the key file {file} cannot be read: {why}") from problem


def make_key_file(file: Path) -> None:
    """Make a key file with a new key, unless another process has just made it."""
    # Written aside and linked into place: a crash leaves no half key, and of two processes
    # that start at once both read the same one.
    try:
        aside = _written_aside(file, [new_key()])
        try:
            os.link(aside, file)
        except FileExistsError:
            return
        finally:
            aside.unlink()
        _keep_name(file)
    except OSError as problem:
        raise KeyringError(f"the key file {file} cannot be made: {problem.strerror}") from problem


def add_key(file: Path) -> None:
    """Put a new key first, durably; the others stay. One process at a time may do so."""
    keys = read_key_file(file)
    fresh = new_key()
    while fresh.partition(":")[0] in keys.of:
        fresh = new_key()
    _replace(file, [fresh, *_lines(keys)])


def drop_key(file: Path, key_id: str) -> None:
    """Take a key out; the others stay. One process at a time may do so."""
    rest = {known: key for known, key in read_key_file(file).of.items() if known != key_id}
    _replace(file, _lines(Keys(rest)))


class _Follower:
    """Reads the key file again once it is another than it was."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: _Seen | None = None

    def read(self) -> Keys:
        self._seen = self._now()
        return read_key_file(self._file)

    def reread(self) -> Keys | None:
        now = self._now()
        if now is None or now == self._seen:
            return None
        try:
            keys = read_key_file(self._file)
        except KeyringError:
            # Somebody is in the middle of changing it by hand. What is known still seals and
            # opens, nobody who reports has to wait, and the next time it is looked at again.
            return None
        self._seen = now
        return keys

    def _now(self) -> _Seen | None:
        try:
            found = self._file.stat()
        except OSError:
            return None  # moved away: what is known goes on, and the next start says so
        return found.st_ino, found.st_mtime_ns, found.st_size


def _database_file(database_url: str) -> Path:
    file = file_of(parse_url(database_url))
    if file is None:
        raise KeyringError(
            "KASUHARA_KEYS is not set: with PostgreSQL it is needed, the same for every process; "
            "`kasuhara keys new` prints a first one"
        )
    return file


def _file_beside(database: Path) -> Path:
    return database.with_suffix(".keys")


def _lines(keys: Keys) -> list[str]:
    return [f"{key_id}:{base64.b64encode(key).decode()}" for key_id, key in keys.of.items()]


def _replace(file: Path, lines: Iterable[str]) -> None:
    try:
        _written_aside(file, lines).replace(file)
        _keep_name(file)
    except OSError as problem:
        raise KeyringError(
            f"the key file {file} cannot be changed: {problem.strerror}"
        ) from problem


def _written_aside(file: Path, lines: Iterable[str]) -> Path:
    aside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.writelines(f"{line}\n" for line in lines)
        out.flush()
        os.fsync(out.fileno())
    return aside


def _keep_name(file: Path) -> None:
    """Have the file's name survive a power cut too: nothing may be sealed before that."""
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
