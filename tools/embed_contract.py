#!/usr/bin/env python3
"""Writes contract/ as one C++ file of string literals: embed_contract.py [--rules-only] CONTRACT_DIR OUT.cpp

What is data for rules, forms, lists, clocks, places, messages and the demonstration is embedded; openapi, examples, entry schemas and notes are not.
With --rules-only it is what the browser's core needs to judge: no places, no messages, and no sentence that only people read.
Both have one more file, `digest`: SHA-256 of the rules as they stand in contract/, so that a device can tell whether it has the server's.
"""
import hashlib
import json
import pathlib
import sys

FOLDERS = ("policy", "forms", "codelists", "clocks", "messages", "places", "demo", "exchange", "instruments")
RULES = ("policy/child.json", "policy/entries.json", "forms/", "codelists/", "clocks/")
# Keys that hold words for people, in forms, lists and clocks. The policy's reader wants its sentences, be they short.
PROSE = {"title", "label", "why", "hint", "note", "source", "standard", "status", "since", "htcds", "fr", "en", "pt"}
PROSE_OF_POLICY = {"why", "means"}


def without_prose(value, in_policy: bool):
    if isinstance(value, list):
        return [without_prose(one, in_policy) for one in value]
    if not isinstance(value, dict):
        return value
    if in_policy:
        return {key: "-" if key in PROSE_OF_POLICY else without_prose(one, True) for key, one in value.items()}
    return {key: without_prose(one, False) for key, one in value.items() if key not in PROSE}


def shortened(name: str, data: bytes) -> bytes:
    value = without_prose(json.loads(data), name.startswith("policy/"))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def literal(data: bytes) -> str:
    """A C++ string literal of these bytes, cut into pieces that every compiler accepts."""
    out, line = [], ['"']
    for at, byte in enumerate(data):
        char = chr(byte)
        if char in '"\\':
            line.append("\\" + char)
        elif 32 <= byte < 127 and char != "?":
            line.append(char)
        else:
            line.append(f"\\{byte:03o}")
        if at % 4000 == 3999:
            line.append('"')
            out.append("".join(line))
            line = ['"']
    line.append('"')
    out.append("".join(line))
    return "\n    ".join(out)


def main() -> None:
    rules_only = sys.argv[1] == "--rules-only"
    folder, out = (pathlib.Path(argument) for argument in sys.argv[1 + rules_only:3 + rules_only])
    paths = sorted(p for name in FOLDERS for p in (folder / name).glob("*") if p.suffix in (".json", ".tsv"))
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    rules = {name: data for name, data in files.items() if name.startswith(RULES)}
    digest = hashlib.sha256(b"".join(name.encode() + b"\n" + hashlib.sha256(data).digest() for name, data in rules.items()))
    if rules_only:
        files = {name: shortened(name, data) for name, data in rules.items()}
    files["digest"] = digest.hexdigest().encode()
    rows = []
    for name, data in files.items():
        rows.append(f'  {{"{name}", std::string_view({literal(data)}, {len(data)})}},')
    text = "\n".join([
        "// Made by tools/embed_contract.py; not to be edited.",
        '#include "wire/contract_files.hpp"', "", "namespace nibbi::wire {", "namespace {",
        "constexpr ContractFile kFiles[] = {", *rows, "};", "}  // namespace", "",
        "std::span<const ContractFile> contract_files() { return kFiles; }", "", "}  // namespace nibbi::wire", ""])
    if not out.exists() or out.read_text() != text:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text)


main()
