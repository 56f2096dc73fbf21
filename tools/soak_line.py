#!/usr/bin/env python3
"""Keeps docs/soak.md: one line for each unit of ./dev soak, saying what was last run. A new run replaces the line of its unit and no other.

    soak_line.py FILE UNIT WHAT RESULT SECONDS DATE COMMIT SEED CORES
"""
import pathlib
import sys

HEAD = """# The last long runs

What `./dev soak` ran last, unit by unit: only what was really run stands here. A unit asked for by name (`./dev soak cuts=2000`) replaces its own line.

| unit | what was run | result | took | date | commit | seed | cores |
|---|---|---|---|---|---|---|---|
"""


def with_line(text: str, cells: list[str]) -> str:
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| unit |", f"| {cells[0]} |"))]
    return HEAD + "\n".join(sorted([*lines, "| " + " | ".join(cells) + " |"])) + "\n"


def main() -> None:
    path, unit, what, result, seconds, *rest = sys.argv[1:]
    took = f"{int(seconds)} s" if int(seconds) < 120 else f"{int(seconds) // 60} min"
    file = pathlib.Path(path)
    file.write_text(with_line(file.read_text() if file.exists() else "", [unit, what, result, took, *rest]))


main()
