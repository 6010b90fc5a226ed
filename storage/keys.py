"""The keyring: what seals and opens, and what signs the timeline.

AES-256-GCM for content, HMAC-SHA-256 for signatures, each with its own key derived (HKDF,
RFC 5869) from a master key. What is sealed or signed names its master key, so that keys can be
changed while the old ones still open.
"""

import base64
import binascii
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from storage.address import file_of, parse_url
from storage.errors import KeyringError, TamperedError

_VERSION = 1
_KEY_BYTES = 32
_NONCE_BYTES = 12
_LONGEST_ID = 32
_FIXED_HEADER = 2  # version, length of the key id


class Keyring:
    """Master keys by id. `sealing` names the one that seals and signs; all open and verify."""

    def __init__(self, keys: Mapping[str, bytes], sealing: str) -> None:
        self.sealing = sealing
        self._ciphers = {i: AESGCM(_derive(key, b"kasuhara/seal/1")) for i, key in keys.items()}
        self._mac_keys = {i: _derive(key, b"kasuhara/mac/1") for i, key in keys.items()}

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Return `plain` sealed for that place; it opens nowhere else."""
        header = _header(self.sealing)
        nonce = os.urandom(_NONCE_BYTES)
        return header + nonce + self._ciphers[self.sealing].encrypt(nonce, plain, header + place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Return what was sealed for that place.

        Raises:
            KeyringError: its key is not in the keyring.
            TamperedError: it was changed, or belongs elsewhere.
        """
        key_id, header, rest = _split(sealed)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise KeyringError(f"the key {key_id!r} is not in the keyring")
        try:
            return cipher.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], header + place)
        except (InvalidTag, ValueError):
            raise TamperedError("sealed content was changed or moved") from None

    def mac(self, message: bytes) -> bytes:
        """Return a signature of `message` that names its key."""
        header = _header(self.sealing)
        return header + hmac.digest(self._mac_keys[self.sealing], header + message, "sha256")

    def signed(self, message: bytes, mac: bytes) -> bool:
        """Whether `mac` is a signature of `message`; KeyringError when its key is missing."""
        try:
            key_id, header, digest = _split(mac)
        except TamperedError:
            return False
        key = self._mac_keys.get(key_id)
        if key is None:
            raise KeyringError(f"the key {key_id!r} is not in the keyring")
        return hmac.compare_digest(digest, hmac.digest(key, header + message, "sha256"))

    def vouches_for(self, message: bytes, mac: bytes) -> bool:
        """Whether `mac` is a signature of `message` by one of these keys."""
        try:
            return self.signed(message, mac)
        except KeyringError:
            return False


def parse_keyring(text: str) -> Keyring:
    """Read `id:base64,…`; the first key seals. KeyringError says which part is wrong."""
    keys: dict[str, bytes] = {}
    for number, part in enumerate((p.strip() for p in text.split(",") if p.strip()), start=1):
        key_id, colon, encoded = part.partition(":")
        if not colon or not key_id.isascii() or not 0 < len(key_id) <= _LONGEST_ID:
            raise KeyringError(f"key {number} of KASUHARA_KEYS is not written as id:base64")
        try:
            key = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raise KeyringError(f"the key {key_id!r} of KASUHARA_KEYS is not base64") from None
        if len(key) != _KEY_BYTES:
            raise KeyringError(f"the key {key_id!r} has {len(key)} bytes, not {_KEY_BYTES}")
        if key_id in keys:
            raise KeyringError(f"the key {key_id!r} is in KASUHARA_KEYS twice")
        keys[key_id] = key
    if not keys:
        raise KeyringError("KASUHARA_KEYS holds no key")
    return Keyring(keys, next(iter(keys)))


def new_key() -> str:
    """Return a new key as `id:base64`, with an id of its own."""
    encoded = base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
    return f"k{secrets.token_hex(3)}:{encoded}"


def key_file(database_url: str) -> Path:
    """Return where the key of an SQLite database lies when KASUHARA_KEYS is not set.

    Only SQLite has such a file: the processes that share a PostgreSQL share no folder.

    Raises:
        KeyringError: the database is no file.
    """
    return _file_beside(_database_file(database_url))


def load_keyring(database_url: str, keys: str | None) -> Keyring:
    """Read KASUHARA_KEYS, else the key file beside the database, made with a new database.

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
    try:
        if file.stat().st_mode & 0o077:
            raise KeyringError(f"the key file {file} can be read by others: chmod 600 {file}")
        return parse_keyring(file.read_text("ascii").replace("\n", ","))
    except OSError as problem:
        raise KeyringError(f"the key file {file} cannot be read: {problem.strerror}") from problem


def _database_file(database_url: str) -> Path:
    file = file_of(parse_url(database_url))
    if file is None:
        raise KeyringError(
            "KASUHARA_KEYS is not set: with PostgreSQL it is needed, the same for every process; "
            "a first one is `k1:` and what `openssl rand -base64 32` prints"
        )
    return file


def _file_beside(database: Path) -> Path:
    return database.with_suffix(".keys")


def make_key_file(file: Path) -> None:
    """Make a key file with a new key, unless another process has just made it."""
    # Written aside and linked into place: a crash leaves no half key, and of two processes
    # that start at once both read the same one.
    aside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(new_key() + "\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(aside, file)
        except FileExistsError:
            return
        finally:
            aside.unlink()
    except OSError as problem:
        raise KeyringError(f"the key file {file} cannot be made: {problem.strerror}") from problem


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDFExpand(hashes.SHA256(), _KEY_BYTES, purpose).derive(master)


def _header(key_id: str) -> bytes:
    encoded = key_id.encode("ascii")
    return bytes((_VERSION, len(encoded))) + encoded


def _split(blob: bytes) -> tuple[str, bytes, bytes]:
    if len(blob) < _FIXED_HEADER or blob[0] != _VERSION:
        raise TamperedError("sealed content was changed: its beginning is not one of ours")
    end = _FIXED_HEADER + blob[1]
    return blob[_FIXED_HEADER:end].decode("ascii", "replace"), blob[:end], blob[end:]
