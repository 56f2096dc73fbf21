"""Plants the faults of tests/faults.json one by one in a copy of the sources, and says which the tests did not see.

    python3 tools/faults.py [WORD ...]     only faults whose sentence or file holds one of the words

Each fault: `what` (a sentence), `file`, `was` (text that stands there exactly once), `is`, and `seen_by`: a native suite, with what Catch2 shall run of it,
or `api` with a file of tests/api. A fault that does not compile, or whose text is not there any more, counts as not planted, and fails the run.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
COPY = ROOT / "build" / "faults"
SOURCES = ["CMakeLists.txt", "CMakePresets.json", "contract", "src", "tests", "tools", "bench", "dev", "docs"]


def copy_sources():
    for name in SOURCES:
        source, target = ROOT / name, COPY / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists() or target.read_bytes() != source.read_bytes():
                shutil.copy2(source, target)
        else:
            # Times are kept, so that what did not change is not compiled again.
            subprocess.run(["cp", "-a", "-u", "--no-target-directory", str(source), str(target)], check=True)
    for name in ("web/dist", "web/node_modules"):
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        if not (COPY / name).exists():
            (COPY / name).symlink_to(ROOT / name)


def run(command, timeout=900):
    return subprocess.run(["bash", "-c", command], cwd=COPY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, text=True, errors="replace")


PARTS = "for part in tools/dev/*.sh; do . \"$part\"; done; set -e; "


def build(suites):
    targets = sorted({"nibbi seed_house" if suite == "api" else f"test_{suite}" for suite in suites})
    return run(PARTS + "configure_and_build dev " + " ".join(targets), timeout=7200)


def test(seen_by):
    suite, *what = seen_by
    if suite == "api":
        return run(PARTS + "api_test " + " ".join(f"tests/api/{name}.test.mjs" for name in what))
    quoted = " ".join("'" + one.replace("'", "'\\''") + "'" for one in what)
    return run(f"RC_PARAMS=seed=1 build/dev/tests/test_{suite} {quoted}")


def plant(fault):
    path = COPY / fault["file"]
    whole = path.read_text()
    if whole.count(fault["was"]) != 1:
        return "NOT PLANTED", f"its text stands {whole.count(fault['was'])} times in {fault['file']}"
    kept = path.stat()
    path.write_text(whole.replace(fault["was"], fault["is"]))
    try:
        made = build([fault["seen_by"][0]])
        if made.returncode:
            return "NOT PLANTED", made.stdout[-1500:]
        told = test(fault["seen_by"])
        return ("seen", "") if told.returncode else ("NOT SEEN", told.stdout[-400:])
    finally:
        path.write_text(whole)
        os.utime(path)


def main():
    faults = json.loads((ROOT / "tests/faults.json").read_text())["faults"]
    words = sys.argv[1:]
    if words:
        faults = [f for f in faults if any(w in f["what"] or w in f["file"] for w in words)]
    copy_sources()
    suites = {f["seen_by"][0] for f in faults}
    whole = build(suites)
    if whole.returncode:
        print(whole.stdout[-3000:])
        return 1
    for seen_by in sorted({tuple(f["seen_by"]) for f in faults}):
        told = test(seen_by)
        if told.returncode:
            print(f"without a fault {' '.join(seen_by)} fails already:\n{told.stdout[-2000:]}")
            return 1
    passed = failed = 0
    for fault in faults:
        began = time.monotonic()
        outcome, why = plant(fault)
        print(f"{outcome}: {fault['what']} ({fault['file']}, {time.monotonic() - began:.0f} s)", flush=True)
        if outcome == "seen":
            passed += 1
        else:
            failed += 1
            print("    " + why.replace("\n", "\n    "), flush=True)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
