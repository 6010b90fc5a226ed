"""The shipped flow, read once."""

import pytest
from hypothesis import settings

from flows.triage import Flow, load_flow

# A busy machine is no reason to fail; test_speed measures processor time instead.
# Each run draws other examples: fifty of a property find what there is over a few runs.
settings.register_profile("unhurried", deadline=None, max_examples=50)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def flow() -> Flow:
    return load_flow()
