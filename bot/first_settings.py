"""The company's settings of a new installation, taken from the file the environment names."""

from bot.environment import Environment
from bot.files import read_settings
from flows.errors import SettingsError
from flows.ports import Office

BY = "KASUHARA_SETTINGS"
"""Who brought the settings, in their history."""


async def import_first_settings(office: Office, workspace: str, environment: Environment) -> None:
    """Put the named file in force where the workspace has no settings yet.

    Raises:
        SettingsError: there are none and no file, or the file describes no company.
    """
    async with office.store.read(workspace) as work:
        if await work.settings.company() is not None:
            return
    file = environment.kasuhara_settings
    if file is None:
        raise SettingsError(
            f"workspace {workspace} has no settings: set KASUHARA_SETTINGS to a TOML file, "
            "or run `kasuhara settings import FILE`"
        )
    document = read_settings(file)
    async with office.store.write(workspace) as work:
        await work.settings.keep(document, BY, office.clock.now())
