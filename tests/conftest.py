"""What all tests share: Hypothesis without a clock, since a busy machine is no failing law, and ears for interrupts."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from hypothesis import HealthCheck, settings
from stopwatch import Stopwatch

from repair.cli.messages import BUILD_SERVERS
from repair.extras import has_extra

settings.register_profile("repair", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# a check of one commit says the same each time it runs: a search at random is for those who look for new faults
settings.register_profile("same", settings.get_profile("repair"), derandomize=True, database=None)
settings.load_profile("same" if "CI" in os.environ else "repair")

# what a shell starts in the background is deaf to interrupts, and so would be the programs that the tests start
signal.signal(signal.SIGINT, signal.default_int_handler)

# a test must see what the code does now, and leave nothing beside what it made; those of the cache ask for it
os.environ["REPAIR_NO_CACHE"] = "1"

# the tests say themselves where standard output is the log of a build server
for _name in BUILD_SERVERS:
    os.environ.pop(_name, None)


@pytest.fixture(scope="session")
def stopwatch() -> Stopwatch:
    """What measures time."""
    return Stopwatch()


@pytest.fixture(autouse=True)
def _found_by_ray(request: pytest.FixtureRequest) -> None:
    """Let the processes of Ray find the modules of the tests by their names."""
    if request.node.get_closest_marker("ray"):  # the only ones that need a patch, among thousands
        request.getfixturevalue("monkeypatch").setenv("PYTHONPATH", os.pathsep.join(sys.path))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a model where the libraries for it are not installed."""
    if item.get_closest_marker("model") and not has_extra("model"):
        pytest.skip("the libraries for models are not installed: pip install '.[model]'")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what measures time, before tests are chosen by their marks."""
    for item in items:
        if "stopwatch" in getattr(item, "fixturenames", ()):
            item.add_marker("timing")
