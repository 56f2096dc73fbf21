#!/usr/bin/env python3
"""Packs the source of this version: pack_source.py OUT.tar.gz

The AGPL (§13) gives everybody who uses a running Ñibbi the right to its source; so the program carries it and hands it out at /source.tar.gz,
whoever changed it and wherever it runs. Only what belongs to the project goes in, by name; a tree that holds an installation's data is refused.
The same tree gives the same bytes.
"""
import gzip
import io
import pathlib
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
TOP = ["ARCHITECTURE.md", "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.fr.md", "README.md", ".ci", ".clang-format", ".clang-tidy", ".gitignore", "bench", "contract", "dev", "docs", "packaging",
       "src", "tests", "tools", "web"]
MADE = {"node_modules", "dist", "generated", "__pycache__", ".cache", "build", "test-results"}  # by the build, from what goes in
NEVER = {"master.key", "nibbi.db", "nibbi.sock", "demo-accounts.json"}


def chosen(root):
    """What goes in, relative to the root and in order. Raises SystemExit where data of an installation stand among it."""
    found = []
    for name in TOP:
        start = root / name
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            inside = path.relative_to(root)
            if MADE & set(inside.parts) or inside.parts[:3] == ("web", "public", "core") or not path.is_file() or path.is_symlink():
                continue
            if path.name in NEVER or path.suffix in (".key", ".db", ".nibbi"):
                raise SystemExit(f"pack_source: {inside} looks like data of an installation; it doesn't belong in the source tree")
            found.append(inside)
    return found


def pack(root):
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as squeezed, tarfile.open(fileobj=squeezed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for inside in chosen(root):
            entry = tarfile.TarInfo("nibbi/" + inside.as_posix())
            data = (root / inside).read_bytes()
            entry.size, entry.mode = len(data), 0o755 if (root / inside).stat().st_mode & 0o100 else 0o644
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("pack_source.py OUT.tar.gz")
    pathlib.Path(sys.argv[1]).write_bytes(pack(ROOT))
