"""Holds the figures on standard input against tests/floors.toml; run by .ci/run."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path


def misses(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """One line for every figure below its floor or above its ceiling."""
    found = []
    for name, floor in floors.items():
        figure = figures[name.removesuffix("_max")]
        if figure > floor if name.endswith("_max") else figure < floor:
            found.append(f"{name}: {figure}, floor {floor}")
    return found


def main() -> None:
    """Prints every figure and ends with 1 where one is missed."""
    figures = json.loads(sys.stdin.read().splitlines()[-1])
    floors = tomllib.loads((Path(__file__).parent / "floors.toml").read_text())[sys.argv[1]]
    print(sys.argv[1], figures)
    if missed := misses(figures, floors):
        sys.exit("below the floor: " + "; ".join(missed))


if __name__ == "__main__":
    main()
