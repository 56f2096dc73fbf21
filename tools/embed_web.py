#!/usr/bin/env python3
"""Writes the built web application as one C++ file and one assembler file: embed_web.py WEB_DIST OUT_DIR

Each file stands in the program as it is, as gzip and as Brotli (where that is smaller), with a tag of its content. Without a build
(WEB_DIST is missing) the program gets one page that says so.
"""
import base64
import gzip
import hashlib
import pathlib
import re
import subprocess
import sys

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
         ".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2",
         ".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".png": "image/png", ".ico": "image/x-icon", ".txt": "text/plain; charset=utf-8", ".gz": "application/gzip"}
MISSING = b"<!doctype html><meta charset=utf-8><title>nibbi</title><p>The web application is not part of this build. Run ./dev build.</p>"


def smaller(data: bytes, other: bytes) -> bytes:
    return other if len(other) < len(data) else b""


def brotli(data: bytes) -> bytes:
    try:
        return subprocess.run(["brotli", "-c", "-q", "11", "-"], input=data, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return b""


def main() -> None:
    dist, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    files = {"/" + p.relative_to(dist).as_posix(): p.read_bytes() for p in sorted(dist.rglob("*")) if p.is_file()} if dist.is_dir() else {}
    if "/index.html" not in files:
        files = {"/index.html": MISSING}
    rows, blobs, declarations, hashes = [], [], [], []
    for number, (path, data) in enumerate(files.items()):
        suffix = pathlib.PurePosixPath(path).suffix
        squeezable = suffix not in (".woff2", ".png", ".ico", ".gz")
        packed = smaller(data, gzip.compress(data, 9, mtime=0)) if squeezable else b""
        tight = smaller(data, brotli(data)) if squeezable else b""
        views = []
        for name, content in (("identity", data), ("gzip", packed), ("brotli", tight)):
            if not content:
                views.append("{}")
                continue
            blob = out / f"web_{number}_{name}.bin"
            blob.write_bytes(content)
            symbol = f"nibbi_web_{number}_{name}"
            blobs.append(f'.globl {symbol}\n.balign 16\n{symbol}:\n.incbin "{blob.resolve().as_posix()}"\n.byte 0\n')
            declarations.append(f'extern "C" const char {symbol}[];')
            views.append(f"std::string_view({symbol}, {len(content)})")
        etag = hashlib.sha256(data).hexdigest()[:24]
        immutable = "true" if re.search(r"-[A-Za-z0-9_-]{8,}\.\w+$", path) else "false"
        rows.append(f'    {{"{path}", "{TYPES.get(suffix, "application/octet-stream")}", {", ".join(views)}, "{etag}", {immutable}}},')
        if suffix == ".html":
            for script in re.findall(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", data, re.S):
                hashes.append("sha256-" + base64.b64encode(hashlib.sha256(script).digest()).decode())
    (out / "web_files.gen.S").write_text('.section .rodata\n' + "".join(blobs) + '.section .note.GNU-stack,"",@progbits\n')
    hash_rows = ", ".join(f'"{h}"' for h in hashes)
    hash_table = f"constexpr std::string_view kHashes[] = {{{hash_rows}}};" if hashes else ""
    hash_answer = "return kHashes;" if hashes else "return {};"
    (out / "web_files.gen.cpp").write_text("\n".join([
        "// Made by tools/embed_web.py; not to be edited.", '#include "http/web_files.hpp"', "", *declarations, "", "namespace nibbi::http {", "namespace {", hash_table, "}  // namespace", "",
        "std::span<const StaticFile> web_files() {", "  static const StaticFile kFiles[] = {", *rows, "  };", "  return kFiles;", "}",
        "std::span<const std::string_view> web_script_hashes() { " + hash_answer + " }", "", "}  // namespace nibbi::http", ""]))


main()
