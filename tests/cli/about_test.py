"""Whose work it is made of, and its source: offered on both sites, by the program itself, in three languages."""
import gzip
import io
import json
import re
import tarfile
import unittest
import urllib.request

from binary import InAHouse, ROOT, serving

SAID = ["GNU Affero", "GeoNames", "CC BY 4.0", "Human Trafficking Case Data Standard 2.0", "Noto Sans", "SIL Open Font License 1.1", "MIT", "ISC"]


def fetch(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read(), answer.headers


class About(InAHouse):
    def test_it_is_said_and_given_on_both_sites(self):
        with serving(self.data) as (workers, public):
            pages = {language: fetch(f"{public}/about?lang={language}")[0].decode() for language in ("fr", "en", "pt")}
            front = fetch(public + "/?lang=en")[0].decode()
            files = [(fetch(site + "/source.tar.gz"), fetch(site + "/notices.txt")) for site in (workers, public)]
        self.assertIn('href="/about?lang=en"', front)
        for language, page in pages.items():
            with self.subTest(language):
                self.assertIn(f'<html lang="{language}">', page)
                self.assertIn('href="/source.tar.gz"', page)
                self.assertIn('href="/notices.txt"', page)
                for words in SAID:
                    self.assertIn(words, page)
                said = json.loads((ROOT / "contract" / "messages" / f"{language}.json").read_text())["about"]
                text = re.sub(r"&quot;", '"', re.sub(r"&amp;", "&", page))
                for key, words in said.items():
                    self.assertIn(words, text, f"about.{key} is not on the page")
        for (source, headers), (notices, _) in files:
            self.assertEqual(headers["content-type"], "application/gzip")
            with tarfile.open(fileobj=io.BytesIO(gzip.decompress(source))) as tar:
                names = set(tar.getnames())
            for name in ("LICENSE", "dev", "CMakeLists.txt", "src/main/main.cpp", "web/src/main.ts", "contract/policy/child.json", "tools/pack_source.py"):
                self.assertIn("nibbi/" + name, names)
            self.assertEqual([n for n in names if re.search(r"node_modules|/build/|/dist/|\.git/|\.key$|\.db$", n)], [])
            text = notices.decode()
            for words in ("svelte ", "@hpke/core ", "@fontsource-variable/noto-sans ", "lucide-static ", "SIL OPEN FONT LICENSE", "Permission is hereby granted", "GeoNames"):
                self.assertIn(words, text)
            # What the pages are really made of is what is said of them.
            shipped = json.loads((ROOT / "web" / "package.json").read_text())["dependencies"]
            self.assertEqual(set(shipped), {"svelte", "@hpke/core", "@noble/curves", "hash-wasm"}, "the page about says which packages are shipped")


if __name__ == "__main__":
    unittest.main()
