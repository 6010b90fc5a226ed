"""The keyring: what seals, what opens, what is refused and in which words."""

import base64
from pathlib import Path

import pytest

from storage.errors import KeyringError, TamperedError
from storage.key_file import add_key, drop_key, key_file, load_keyring, make_key_file
from storage.keys import Keyring, new_key, parse_keyring

PLACE = b"cases.facts"
KEY = base64.b64encode(b"k" * 32).decode()


def test_seal(keyring: Keyring) -> None:
    """What is sealed for a place opens there, and no two seals of it look alike."""
    sealed = keyring.seal("ばかやろう".encode(), PLACE)
    assert keyring.open(sealed, PLACE) == "ばかやろう".encode()
    assert sealed != keyring.seal("ばかやろう".encode(), PLACE)


def test_elsewhere(keyring: Keyring) -> None:
    """What is sealed for one place does not open in another."""
    with pytest.raises(TamperedError):
        keyring.open(keyring.seal(b"x", PLACE), b"cases.number")


@pytest.mark.parametrize("end", [0, 1, 2, 5, 15, -1])
def test_cut_short(keyring: Keyring, end: int) -> None:
    """A seal cut short is refused."""
    with pytest.raises((TamperedError, KeyringError)):
        keyring.open(keyring.seal(b"x", PLACE)[:end], PLACE)


def test_every_byte(keyring: Keyring) -> None:
    """A seal with any one byte changed is refused."""
    sealed = keyring.seal(b"x", PLACE)
    for n in range(len(sealed)):
        changed = bytearray(sealed)
        changed[n] ^= 1
        with pytest.raises((TamperedError, KeyringError)):
            keyring.open(bytes(changed), PLACE)


def test_unknown_key(keyring: Keyring) -> None:
    """What was sealed or signed with a key not given names that key in the refusal."""
    other = parse_keyring(f"2019:{KEY}")
    with pytest.raises(KeyringError, match="'2019' is not in the keyring"):
        keyring.open(other.seal(b"x", PLACE), PLACE)
    with pytest.raises(KeyringError, match="'2019' is not in the keyring"):
        keyring.signed(b"x", other.mac(b"x"))


def test_mac(keyring: Keyring) -> None:
    """A signature fits its own message only."""
    mac = keyring.mac(b"message")
    assert keyring.signed(b"message", mac)
    assert not keyring.signed(b"messagf", mac)
    assert not keyring.signed(b"message", mac[:-1])
    assert not keyring.signed(b"message", b"")


def test_rotation() -> None:
    """The first key seals; every key opens."""
    old = parse_keyring(f"1:{KEY}")
    both = parse_keyring(f"{new_key()}, 1:{KEY},")
    assert both.open(old.seal(b"x", PLACE), PLACE) == b"x"
    assert both.signed(b"x", old.mac(b"x"))
    with pytest.raises(KeyringError):
        old.open(both.seal(b"x", PLACE), PLACE)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "holds no key"),
        (KEY, "key 1 of KASUHARA_KEYS is not written as id:base64"),
        (f"1:{KEY},鍵:{KEY}", "key 2 of KASUHARA_KEYS is not written as id:base64"),
        (f"{'x' * 33}:{KEY}", "not written as id:base64"),
        ("1:***", "'1' of KASUHARA_KEYS is not base64"),
        ("1:c2hvcnQ=", "'1' has 5 bytes, not 32"),
        (f"1:{KEY},1:{KEY}", "'1' is in KASUHARA_KEYS twice"),
    ],
)
def test_malformed(text: str, sentence: str) -> None:
    """A malformed keyring is refused with a sentence that says which key, and never shows it."""
    with pytest.raises(KeyringError, match=sentence) as refused:
        parse_keyring(text)
    assert KEY not in str(refused.value)


def test_given_keys(tmp_path: Path) -> None:
    """With keys in the environment no key file is made."""
    keyring = load_keyring(f"sqlite+aiosqlite:///{tmp_path}/desk.db", f"1:{KEY}")
    assert keyring.sealing == "1"
    assert list(tmp_path.iterdir()) == []


def test_key_file(tmp_path: Path) -> None:
    """Without keys a file for its owner only is made beside the database, once."""
    url = f"sqlite+aiosqlite:///{tmp_path}/desk.db"
    sealed = load_keyring(url, None).seal(b"x", PLACE)
    assert key_file(url) == tmp_path / "desk.keys"
    assert [path.name for path in tmp_path.iterdir()] == ["desk.keys"]
    assert key_file(url).stat().st_mode & 0o777 == 0o600
    assert load_keyring(url, "").open(sealed, PLACE) == b"x"


def test_key_file_from_notepad(tmp_path: Path) -> None:
    """A key file that went through Windows Notepad opens what was sealed before."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}"
    make_key_file(key_file(url))
    keys = load_keyring(url, None)
    sealed = keys.seal(b"kept", b"row")
    saved = key_file(url).read_text("ascii").replace("\n", "\r\n")
    key_file(url).write_bytes(saved.encode("utf-8-sig"))
    assert load_keyring(url, None).open(sealed, b"row") == b"kept"


def test_open_key_file(tmp_path: Path) -> None:
    """A key file that others can read is refused, with what to do about it."""
    url = f"sqlite+aiosqlite:///{tmp_path}/desk.db"
    load_keyring(url, None)
    key_file(url).chmod(0o644)
    with pytest.raises(KeyringError, match="chmod 600"):
        load_keyring(url, None)


def test_lost_key_file(tmp_path: Path) -> None:
    """A database whose key file is gone is refused, and no new key takes the old one's place."""
    url = f"sqlite+aiosqlite:///{tmp_path}/desk.db"
    (tmp_path / "desk.db").write_bytes(b"SQLite format 3")
    with pytest.raises(KeyringError, match="put it back"):
        load_keyring(url, None)
    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]


def test_two_processes_at_once(tmp_path: Path) -> None:
    """A process that finds another's key file in the last moment leaves it as it is."""
    url = f"sqlite+aiosqlite:///{tmp_path}/desk.db"
    sealed = load_keyring(url, None).seal(b"x", PLACE)
    make_key_file(key_file(url))
    assert load_keyring(url, None).open(sealed, PLACE) == b"x"
    assert [path.name for path in tmp_path.iterdir()] == ["desk.keys"]


def test_followed(tmp_path: Path) -> None:
    """A keyring follows its file: a key put first seals at once, one taken out still opens."""
    url = f"sqlite+aiosqlite:///{tmp_path}/desk.db"
    keyring = load_keyring(url, None)
    (old,) = keyring.ids
    sealed = keyring.seal(b"x", PLACE)
    add_key(key_file(url))
    assert keyring.sealing != old
    assert load_keyring(url, None).open(keyring.seal(b"y", PLACE), PLACE) == b"y"
    drop_key(key_file(url), old)
    assert load_keyring(url, None).ids == (keyring.sealing,)
    assert keyring.open(sealed, PLACE) == b"x"
    assert key_file(url).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["desk.keys"]


def test_met_first_when_opening(tmp_path: Path) -> None:
    """What another process has sealed with a new key opens, although nothing was sealed here."""
    url = f"sqlite+aiosqlite:///{tmp_path}/desk.db"
    keyring = load_keyring(url, None)
    add_key(key_file(url))
    other = load_keyring(url, None)
    assert keyring.open(other.seal(b"x", PLACE), PLACE) == b"x"
    assert keyring.signed(b"x", other.mac(b"x"))


def test_changed_by_hand(tmp_path: Path) -> None:
    """While the file is half written, open to others or gone, what is known goes on."""
    url = f"sqlite+aiosqlite:///{tmp_path}/desk.db"
    keyring = load_keyring(url, None)
    file, (old,) = key_file(url), keyring.ids
    whole = file.read_text()
    for half in ("", "k2:", whole + "k2:AAAA", "鍵"):
        file.write_text(half)
        assert keyring.sealing == old
    file.write_text(f"{new_key()}\n{whole}")
    file.chmod(0o644)
    assert keyring.sealing == old
    file.unlink()
    assert keyring.sealing == old
    file.write_text(f"{new_key()}\n{whole}")
    file.chmod(0o600)
    assert keyring.sealing != old


def test_no_place_for_a_key_file(tmp_path: Path) -> None:
    """Where no key file can be made or read, the sentence names the file."""
    with pytest.raises(KeyringError, match=r"nowhere/desk\.keys cannot be made"):
        load_keyring(f"sqlite+aiosqlite:///{tmp_path}/nowhere/desk.db", None)
    (tmp_path / "desk.keys").mkdir(mode=0o700)
    with pytest.raises(KeyringError, match=r"desk\.keys cannot be read"):
        load_keyring(f"sqlite+aiosqlite:///{tmp_path}/desk.db", None)
