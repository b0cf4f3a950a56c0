"""What the tests share: a store and index over the demonstration plans, the shared folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.workspace import Workspace, open_workspace

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
NOW = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="no shared/ on this machine")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A data folder with the demonstration plans; nobody may write to it."""
    workspace = open_workspace(tmp_path_factory.mktemp("demo"), NOW)
    yield workspace
    workspace.store.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    """An empty data folder of one test's own."""
    workspace = open_workspace(tmp_path / "data", NOW, empty=True)
    yield workspace
    workspace.store.close()
