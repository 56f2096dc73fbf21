"""The program as its users start it: build/dev/nibbi, or what NIBBI_BINARY names."""
import atexit
import contextlib
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "support"))
from free_ports import free_ports  # noqa: E402  (beside the tests, not a package)

BINARY = os.environ.get("NIBBI_BINARY", str(ROOT / "build" / "dev" / "nibbi"))


class Done:
    """What a command printed, said and gave back."""
    def __init__(self, ran):
        self.code, self.out, self.words = ran.returncode, ran.stdout, ran.stderr

    def json_lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


def nibbi(*words, stdin=""):
    return Done(subprocess.run([BINARY, *map(str, words)], input=stdin, capture_output=True, text=True, timeout=300, check=False))


@contextlib.contextmanager
def serving(data):
    """`nibbi serve` on this folder, ready; gives the addresses of the workers' application and of the public site."""
    port, outside = free_ports()
    with open(pathlib.Path(data) / "serve.log", "wb") as log:
        server = subprocess.Popen([BINARY, "serve", "--data", str(data), "--port", str(port), "--public-port", str(outside)], stdout=log, stderr=log)
    try:
        address = f"http://localhost:{port}"
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(address + "/api/health", timeout=5).close()
                break
            if server.poll() is not None:
                raise AssertionError("the server ended by itself")
            time.sleep(0.1)
        yield address, f"http://127.0.0.1:{outside}"
    finally:
        server.terminate()
        if server.wait(timeout=60) != 0:
            raise AssertionError("the server did not end well")


@functools.cache
def made_once():
    """A demonstration that nobody writes into: its accounts alone take seconds to make."""
    folder = tempfile.TemporaryDirectory(prefix="nibbi-cli.")
    atexit.register(folder.cleanup)
    made = nibbi("demo", "--data", pathlib.Path(folder.name) / "data", "--children", InAHouse.CHILDREN, "--seed", 1)
    if made.code != 0:
        raise AssertionError(made.words)
    return pathlib.Path(folder.name) / "data"


class InAHouse(unittest.TestCase):
    """Tests over a demonstration of 40 children, a copy for each class of tests; each test has its own files beside it."""
    CHILDREN = 40

    @classmethod
    def setUpClass(cls):
        cls.whole = tempfile.TemporaryDirectory(prefix="nibbi-cli.")
        cls.addClassCleanup(cls.whole.cleanup)
        cls.data = pathlib.Path(cls.whole.name) / "data"
        shutil.copytree(made_once(), cls.data)

    def file(self, name, content):
        path = pathlib.Path(self.whole.name) / f"{self.id().rsplit('.', 1)[-1]}-{name}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def verified(self):
        found = nibbi("verify", "--data", self.data)
        self.assertEqual(found.code, 0, found.out)
        return json.loads(found.out)
