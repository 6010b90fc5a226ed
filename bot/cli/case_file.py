"""A file sent as evidence, written to where an operator wants it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flows.case import Case
from flows.errors import SettingsError
from flows.evidence import EvidenceFile, FileState, files_of
from flows.ports import Work
from flows.timeline import EntryKind
from storage.errors import TamperedError


@contextmanager
def new_file(out: Path) -> Iterator[BinaryIO]:
    """Make a file for its owner only; when what follows fails, nothing is left of it.

    Raises:
        SettingsError: it cannot be made, or something is there already.
    """
    try:
        handle = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise SettingsError(f"{out} exists already") from None
    except OSError as error:
        raise SettingsError(f"{out} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as target:
            yield target
    except BaseException:
        out.unlink()
        raise


async def note_taken(work: Work, case: Case, n: int, actor: str, at: datetime) -> EvidenceFile:
    """Return a case's file of which a copy is kept, and note who takes it out.

    Before its bytes are given out: no failure may leave them taken and not noted.

    Raises:
        SettingsError: there is no such file, or no copy of it.
    """
    files = {file.number: file for file in files_of(await work.timeline.of(case.id))}
    if n not in files:
        raise SettingsError(f"{case.number}: it has {len(files)} files, and no file {n}")
    file = files[n]
    if file.state is not FileState.KEPT:
        raise SettingsError(f"{case.number}: of file {n} no copy is kept ({file.state})")
    content = {"entry": str(file.entry), "number": file.number, "sha256": file.sha256}
    await work.timeline.append(case.id, EntryKind.EXPORTED, actor, at, content)
    return file


async def write_kept(work: Work, case: Case, file: EvidenceFile, target: BinaryIO) -> None:
    """Write what is kept of a file, and hold it against its hash.

    Raises:
        TamperedError: it is not what was received.
    """
    digest = hashlib.sha256()
    async for piece in work.evidence.content(case.id, file.entry):
        digest.update(piece)
        target.write(piece)
    if digest.hexdigest() != file.sha256:
        raise TamperedError(f"file {file.number} was changed")
