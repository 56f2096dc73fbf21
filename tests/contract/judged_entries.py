"""Holds the schemas of contract/entries against the codec, on golden entries and on thousands with one thing spoiled.

    judged_entries.py JUDGE_ENTRIES

JUDGE_ENTRIES is the program of tests/wire/judge_entries.cpp. Prints where the two differ, and exits 1 if they do anywhere. What a codec
knows and no schema says is left out: that the latest day is not before the earliest, that text is cleaned before it is counted, that a number is
written without a fraction, and which funding lines the programme has.
"""
import json
import subprocess
import sys

from entry_schemas import Schemas, golden, spoiled


def texts(entry):
    return json.dumps({part: json.dumps(fields, ensure_ascii=False, separators=(",", ":")) for part, fields in entry.items()}, ensure_ascii=False)


def main():
    cases = []
    for name, entry in golden().items():
        cases.append((f"{name} as it is", entry))
        cases += [(f"{name} {what}", one) for what, one in spoiled(entry) if "funding_line = " not in what]
    said = subprocess.run([sys.argv[1]], input="".join(texts(entry) + "\n" for _, entry in cases), capture_output=True, text=True, check=True).stdout.splitlines()
    if len(said) != len(cases):
        sys.exit(f"{len(cases)} entries, {len(said)} answers")
    schemas = Schemas()
    differ, taken = [], 0
    for (what, entry), codec in zip(cases, said):
        takes = schemas.takes(entry)
        taken += takes
        if takes != (codec == "read"):
            differ.append(f"{what}: the schema {'takes' if takes else 'refuses'} it, the codec says {codec}")
    for line in differ[:40]:
        print(line)
    print(f"{len(cases)} entries, {taken} taken, {len(differ)} judged differently")
    print(f"{int(not differ)} passed, {int(bool(differ))} failed")
    sys.exit(bool(differ))


main()
