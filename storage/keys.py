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
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from storage.errors import KeyringError, TamperedError

_VERSION = 1
_KEY_BYTES = 32
_NONCE_BYTES = 12
_LONGEST_ID = 32
_FIXED_HEADER = 2  # version, length of the key id

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Keys:
    """Master keys by id, in order; the first seals. Printed, it shows no key."""

    of: Mapping[str, bytes] = field(repr=False)

    @property
    def sealing(self) -> str:
        """The id of the key that seals and signs."""
        return next(iter(self.of))


Reread = Callable[[], Keys | None]
"""Returns the keys as they now are, or None while they are what they were when last asked."""


class Keyring:
    """Master keys by id. `sealing` names the one that seals and signs; all open and verify.

    With `reread` it follows the place where the keys lie: before something is sealed, and where
    a key is met that is not known. A key that is no longer there goes on opening, for as long as
    this process lives: what was sealed with it may just be on its way.
    """

    def __init__(self, keys: Keys, reread: Reread | None = None) -> None:
        self._reread = reread
        self._following = Lock()
        self._sealing = keys.sealing
        self._ciphers: dict[str, AESGCM] = {}
        self._mac_keys: dict[str, bytes] = {}
        self._take(keys)

    @property
    def sealing(self) -> str:
        """The id of the key that seals and signs."""
        self._follow()
        return self._sealing

    @property
    def ids(self) -> Collection[str]:
        """The ids of all keys, the one that seals first."""
        sealing = self.sealing
        return (sealing, *(known for known in self._ciphers if known != sealing))

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Return `plain` sealed for that place; it opens nowhere else."""
        sealing = self.sealing
        header = header_of(sealing)
        nonce = os.urandom(_NONCE_BYTES)
        return header + nonce + self._ciphers[sealing].encrypt(nonce, plain, header + place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Return what was sealed for that place.

        Raises:
            KeyringError: its key is not in the keyring.
            TamperedError: it was changed, or belongs elsewhere.
        """
        key_id, header, rest = _split(sealed)
        cipher = self._known(self._ciphers, key_id)
        try:
            return cipher.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], header + place)
        except (InvalidTag, ValueError):
            raise TamperedError("sealed content was changed or moved") from None

    def mac(self, message: bytes) -> bytes:
        """Return a signature of `message` that names its key."""
        sealing = self.sealing
        header = header_of(sealing)
        return header + hmac.digest(self._mac_keys[sealing], header + message, "sha256")

    def signed(self, message: bytes, mac: bytes) -> bool:
        """Whether `mac` is a signature of `message`; KeyringError when its key is missing."""
        try:
            key_id, header, digest = _split(mac)
        except TamperedError:
            return False
        key = self._known(self._mac_keys, key_id)
        return hmac.compare_digest(digest, hmac.digest(key, header + message, "sha256"))

    def vouches_for(self, message: bytes, mac: bytes) -> bool:
        """Whether `mac` is a signature of `message` by one of these keys."""
        try:
            return self.signed(message, mac)
        except KeyringError:
            return False

    def _known(self, keys: Mapping[str, T], key_id: str) -> T:
        if key_id not in keys:
            self._follow()
        if key_id not in keys:
            raise KeyringError(f"the key {key_id!r} is not in the keyring")
        return keys[key_id]

    def _follow(self) -> None:
        if self._reread is None:
            return
        with self._following:  # a database may open what it reads on a thread of its own
            now = self._reread()
            if now is not None:
                self._take(now)

    def _take(self, keys: Keys) -> None:
        for key_id, key in keys.of.items():
            self._ciphers[key_id] = AESGCM(_derive(key, b"kasuhara/seal/1"))
            self._mac_keys[key_id] = _derive(key, b"kasuhara/mac/1")
        self._sealing = keys.sealing


def parse_keyring(text: str) -> Keyring:
    """Return the keyring of `id:base64,…`; raises as `parse_keys`."""
    return Keyring(parse_keys(text))


def parse_keys(text: str) -> Keys:
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
    return Keys(keys)


def new_key() -> str:
    """Return a new key as `id:base64`, with an id of its own."""
    encoded = base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
    return f"k{secrets.token_hex(3)}:{encoded}"


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDFExpand(hashes.SHA256(), _KEY_BYTES, purpose).derive(master)


def header_of(key_id: str) -> bytes:
    """Return what everything begins with that this key has sealed or signed."""
    encoded = key_id.encode("ascii")
    return bytes((_VERSION, len(encoded))) + encoded


def _split(blob: bytes) -> tuple[str, bytes, bytes]:
    if len(blob) < _FIXED_HEADER or blob[0] != _VERSION:
        raise TamperedError("sealed content was changed: its beginning is not one of ours")
    end = _FIXED_HEADER + blob[1]
    return blob[_FIXED_HEADER:end].decode("ascii", "replace"), blob[:end], blob[end:]
