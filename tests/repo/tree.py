"""What the checks of this folder read: the files of a source tree, without what is built or installed.

Each check is a function from a tree to findings (sentences). A test runs it on the project, where it must find nothing, and on a small
tree with a planted fault, where it must find that one: a check that cannot fail checks nothing.
"""
import os
import pathlib
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOT_OURS = {".git", "build", "node_modules", "dist", "generated", ".cache", "test-results", "__pycache__"}
BINARY = {".png", ".woff2", ".ico", ".wasm", ".jpg", ".pdf", ".xlsx", ".zip", ".gz", ".bin"}


def files(root, *suffixes):
    """Paths relative to `root`, sorted; all text files where no suffix is given."""
    found = []
    for folder, inside, names in os.walk(root):
        inside[:] = sorted(n for n in inside if n not in NOT_OURS)
        for name in sorted(names):
            path = pathlib.Path(folder, name)
            if path.is_symlink() or path.suffix in BINARY:
                continue
            if not suffixes or path.suffix in suffixes:
                found.append(path.relative_to(root))
    return found


def text(root, path):
    """Empty for what is not there, or not text (a fuzzing corpus, say)."""
    whole = pathlib.Path(root) / path
    raw = whole.read_bytes() if whole.exists() else b""
    if b"\0" in raw:
        return ""
    return raw.decode("utf-8", errors="replace")


class Planted:
    """A tree of a few files in a temporary folder: `with Planted({"src/base/x.hpp": "…"}) as root`."""

    def __init__(self, contents):
        self.contents = contents

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        for name, content in self.contents.items():
            path = pathlib.Path(self.folder.name, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return pathlib.Path(self.folder.name)

    def __exit__(self, *_):
        self.folder.cleanup()
