#!/usr/bin/env python3
"""Writes src/base/fold_table.inc: what each character becomes when text is folded, and which characters are never stored.

    tools/gen_fold.py           rewrites the table
    tools/gen_fold.py --check   status 1 when the committed table is stale, 3 when this Python knows another Unicode version

The rules stand here and nowhere else; src/base/fold.cpp only applies them. Source of the data: the Unicode Character Database as
shipped with Python (`unicodedata`), version UNICODE below. What Python does not ship (Default_Ignorable_Code_Point, White_Space)
is written out from DerivedCoreProperties.txt and PropList.txt of that version.
"""
import pathlib
import sys
import unicodedata

UNICODE = "15.1.0"  # of Debian 13's Python 3.13; another version may know other characters, so it must not rewrite the table
TABLE = pathlib.Path(__file__).resolve().parent.parent / "src/base/fold_table.inc"


def spans(text):
    """'AD 600-605' to a set of code points."""
    ends = (span.split("-") for span in text.split())
    return {c for e in ends for c in range(int(e[0], 16), int(e[-1], 16) + 1)}


# Line breaks are kept in stored text (as \n) and are white space when folded.
LINE_BREAKS = spans("A-D 85 2028 2029")
WHITE_SPACE = LINE_BREAKS | spans("9 20 A0 1680 2000-200A 202F 205F 3000") | spans("2800")  # 2800: the blank Braille pattern
CONTROLS = (spans("0-1F 7F-9F") - LINE_BREAKS) - {0x09}
# Default_Ignorable_Code_Point: bidi controls and overrides, zero-width characters, fillers, variation selectors, tags; and the
# three interlinear annotation marks, which hide text too.
INVISIBLE = spans(
    "AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF0-FFFB "
    "1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"
)
NONCHARACTERS = spans("FDD0-FDEF") | {plane << 16 | low for plane in range(17) for low in (0xFFFE, 0xFFFF)}
NEVER_STORED = CONTROLS | INVISIBLE | NONCHARACTERS

# Folding answers "the same letters, whatever the keyboard": a letter that a keyboard lacks becomes the plain letter that it was
# drawn from, one for one. So ñ, ɲ and ŋ are all n ("Ñibbi" is found as "nibbi"). That ɲ also sounds like "ny" or "gn", and ŋ like
# "ng", is a rule of sound and belongs to src/names, which reads these letters before it folds.
LETTERS = {
    # letters of African alphabets (Pulaar, Wolof, Hausa, Bambara, Ewe, Fon, Mooré, Serer, Kanuri ...)
    "ɓ": "b", "ɗ": "d", "ɖ": "d", "ƴ": "y", "ƙ": "k", "ŋ": "n", "ɲ": "n", "ɛ": "e", "ɔ": "o", "ǝ": "e", "ə": "e", "ɩ": "i", "ʊ": "u",
    "ʋ": "v", "ƒ": "f", "ɣ": "g", "ɠ": "g", "ƥ": "p", "ƭ": "t", "ƈ": "c", "ʒ": "z", "ʃ": "s", "ɦ": "h", "ɽ": "r", "ɾ": "r",
    # letters that Unicode does not decompose
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ȷ": "j", "ĸ": "k",
    "ƀ": "b", "ȼ": "c", "ɇ": "e", "ǥ": "g", "ɨ": "i", "ɉ": "j", "ɵ": "o", "ᵽ": "p", "ɍ": "r", "ʉ": "u", "ɏ": "y", "ƶ": "z", "ⱥ": "a",
    "ⱦ": "t", "ȥ": "z", "ⱬ": "z", "ⱪ": "k", "ⱨ": "h",
}
# Apostrophes and what people type for them, the glottal letters of transliteration, primes used as apostrophes.
APOSTROPHES = "".join(map(chr, spans("60 B4 2B9 2BB-2BF 2C8 55A 1FBD 1FBF 1FFE 2018 2019 201B 2032 A78B-A78C FF07")))
QUOTES = "".join(map(chr, spans("AB BB 2BA 201C-201F 2033")))
DASHES = "".join(map(chr, spans("2D7 2043 2212")))  # and every character of category Pd
SLASHES = "".join(map(chr, spans("2044 2215")))

# Accents, tones, vowel points and the hamza or madda on a carrier letter are marks: the mark goes, the letter stays, since people
# leave them out (é, e; أحمد, احمد). Composed letters of these scripts are opened to find the mark; others stay as they are.
OPENED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "COMBINING")
DIGIT_SCRIPTS = ("ARABIC-INDIC", "EXTENDED ARABIC-INDIC", "NKO", "ADLAM")
TATWEEL = chr(0x640)
# Longer compatibility forms stay as they are (ﷺ is one sign of 18 letters), which bounds how much a text can grow. Three is also
# what one broken byte becomes: U+FFFD.
GROWTH_MAX = 3


def name(c):
    return unicodedata.name(c, "")


def is_mark(c):
    return unicodedata.category(c) in ("Mn", "Me")


def may_decompose(c, parts):
    """Letters of the scripts above, signs and digits; other scripts keep their own composed forms."""
    return len(parts.encode()) <= GROWTH_MAX * len(c.encode()) and all(
        ord(p) < 0x80 or name(p).startswith(OPENED_SCRIPTS) or unicodedata.category(p)[0] in "PSZN" for p in parts
    )


def step(c):
    cp = ord(c)
    if cp in NEVER_STORED:
        return ""
    if cp in WHITE_SPACE:
        return " "
    if c in LETTERS:
        return LETTERS[c]
    if c in APOSTROPHES:
        return "'"
    if c in QUOTES:
        return '"'
    if c in DASHES or unicodedata.category(c) == "Pd":
        return "-"
    if c in SLASHES:
        return "/"
    if c == TATWEEL or is_mark(c):
        return ""
    if unicodedata.category(c) == "Nd" and name(c).startswith(DIGIT_SCRIPTS):
        return str(unicodedata.decimal(c))
    parts = unicodedata.normalize("NFKD", c)
    if parts != c and may_decompose(c, parts):
        return parts
    return c.casefold()


def fold(c):
    text = c
    while (further := "".join(map(step, text))) != text:
        text = further
    return text


def runs(points, gap):
    """Sorted points as pairs of first and last; inside a pair up to `gap` points in a row may be missing."""
    found = []
    for point in sorted(points):
        if found and point - found[-1][1] <= gap + 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def encode(mapping):
    """Runs of characters with one target or one distance become a single row; what is left becomes lists of targets."""
    texts = sorted({t for t in mapping.values() if t}, key=lambda t: t.encode())
    pool, where = bytearray(b"\0"), {"": 0}  # offset 0: an empty target
    for t in texts:
        where[t] = len(pool)
        pool += bytes([len(t.encode())]) + t.encode()
    rows, rest, keys = [], {}, sorted(mapping)
    at = 0
    while at < len(keys):
        def length(same):
            n = 1
            while at + n < len(keys) and keys[at + n] == keys[at] + n and same(keys[at + n]):
                n += 1
            return n
        first, target = keys[at], mapping[keys[at]]
        same = length(lambda k: mapping[k] == target)
        shift = length(lambda k: len(mapping[k]) == 1 and len(target) == 1 and ord(mapping[k]) - k == ord(target) - first)
        if same >= 4 and same >= shift:
            rows.append((first, first + same - 1, "same", where[target]))
            at += same
        elif shift >= 4:
            rows.append((first, first + shift - 1, "shift", ord(target) - first))
            at += shift
        else:
            rest[first] = target
            at += 1
    lists = []
    taken = [r[0] for r in rows]
    for first, last in runs(rest, 6):
        inside = [t for t in taken if first < t < last]
        for start, end in zip([first] + inside, inside + [last + 1]):  # a list never crosses a row
            held = [k for k in range(start, end) if k in rest]
            if held:
                rows.append((held[0], held[-1], "list", len(lists)))
                lists += [where[rest[k]] if k in rest else UNCHANGED for k in range(held[0], held[-1] + 1)]
    assert len(pool) < UNCHANGED and len(lists) < 1 << 16
    return sorted(rows), lists, bytes(pool)


UNCHANGED = 0xFFFF


def lines(items, per_line):
    items = list(items)
    return "".join("  " + " ".join(items[i : i + per_line]) + "\n" for i in range(0, len(items), per_line))


def table():
    everyone = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
    targets = {c: fold(chr(c)) for c in everyone}
    assert all(fold_all(t) == t for t in targets.values()), "folding twice must change nothing"
    ascii_targets = [ord(targets[c] or "\0") for c in range(0x80)]
    marks = {c for c in everyone if is_mark(chr(c))} - NEVER_STORED
    mapping = {c: t for c, t in targets.items() if c >= 0x80 and t != chr(c) and c not in marks | NEVER_STORED}
    assert all(len(t.encode()) <= GROWTH_MAX * len(chr(c).encode()) for c, t in targets.items())
    rows, lists, pool = encode(mapping)
    span = lambda points: lines((f"{{0x{a:x}, 0x{b:x}}}," for a, b in runs(points, 0)), 8)
    return (
        f"// Written by tools/gen_fold.py from the Unicode Character Database {UNICODE}: change the rules there, then run it again.\n"
        f"// {len(mapping)} characters change when folded, beside marks and what is never stored, which go. Rows are sorted by their first character and do not overlap.\n"
        f"inline constexpr std::size_t kFoldGrowthMax = {GROWTH_MAX};  // bytes out for one byte in, at most\n"
        "// ASCII has a table of its own; 0: the character is dropped.\n"
        "inline constexpr unsigned char kFoldAscii[128] = {\n" + lines((f"{c}," for c in ascii_targets), 32)
        + "};\ninline constexpr FoldRow kFoldRows[] = {\n"
        + lines((f"{{0x{a:x}, 0x{b:x}, FoldRow::{kind}, {value}}}," for a, b, kind, value in rows), 4)
        + f"}};\ninline constexpr std::uint16_t kFoldUnchanged = {UNCHANGED};\n"
        "inline constexpr std::uint16_t kFoldLists[] = {\n" + lines((f"{v}," for v in lists), 24)
        + "};\n// Each target is its length in bytes, then its bytes.\ninline constexpr unsigned char kFoldPool[] = {\n"
        + lines((f"{b}," for b in pool), 32)
        + "};\ninline constexpr CharacterSpan kNeverStored[] = {\n" + span(NEVER_STORED)
        + "};\ninline constexpr CharacterSpan kLineBreaks[] = {\n" + span(LINE_BREAKS)
        + "};\ninline constexpr CharacterSpan kMarks[] = {\n" + span(marks) + "};\n"
    )


def fold_all(text):
    return "".join(map(fold, text))


def main():
    if unicodedata.unidata_version != UNICODE:
        print(f"gen_fold: this Python knows Unicode {unicodedata.unidata_version}; the table is of {UNICODE}", file=sys.stderr)
        return 3
    fresh = table()
    if "--check" in sys.argv:
        if TABLE.exists() and TABLE.read_text() == fresh:
            return 0
        print("gen_fold: src/base/fold_table.inc is stale; run tools/gen_fold.py", file=sys.stderr)
        return 1
    TABLE.write_text(fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
