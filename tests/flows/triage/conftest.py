"""The shipped flow, read once."""

import pytest
from hypothesis import settings

from flows.triage import Flow, load_flow

# A busy machine is no reason to fail; test_speed measures processor time instead.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def flow() -> Flow:
    return load_flow()
