"""The shipped flow, read once."""

import pytest

from flows.triage import Flow, load_flow


@pytest.fixture(scope="session")
def flow() -> Flow:
    return load_flow()
