"""Includes point one way (ARCHITECTURE.md, "The map"), and each outside library has its folder."""
import re
import unittest

from tree import Planted, ROOT, files, text

# What a layer may include beside itself. A path means: only what lies under it.
MAY_INCLUDE = {
    "base": [],
    "domain": ["base"],
    "names": ["base"],
    "wire": ["base", "domain"],
    "wasm": ["base", "domain", "wire", "names"],
    "crypto": ["base", "domain"],
    "readmodels": ["base", "domain"],
    "exchange": ["base", "domain", "wire"],
    "images": ["base"],
    "usecases": ["base", "domain", "wire", "crypto", "readmodels", "names"],
    "demo": ["base", "domain", "wire", "crypto", "readmodels", "usecases"],
    "store": ["base", "domain", "usecases/ports/"],
    # base64url is all that http needs of crypto; keys and ciphers stay behind the use cases.
    "http": ["base", "domain", "wire", "usecases", "crypto/text_form.hpp"],
    "main": ["base", "domain", "wire", "crypto", "readmodels", "exchange", "demo", "usecases", "store", "http", "images", "names"],
}
# The HTTP shell knows sockets and messages, and nothing of what is served.
MAY_INCLUDE_UNDER = {"http/server": ["base", "http/server/"]}

# Outside libraries: what an include begins with, and where it may stand.
LIBRARIES = [
    (r"jsoncons", ["wire", "wasm/small_json"]),
    (r"boost/", ["http/server"]),
    (r"boost/asio/ssl", ["http/server"]),
    (r"openssl/", ["crypto"]),
    (r"sodium", ["crypto"]),
    (r"liboath/", ["crypto"]),
    (r"fido\.h|fido/", ["crypto"]),
    (r"sqlite3|SQLiteCpp/|libpq-fe|pqxx/", ["store"]),
    (r"zip\.h|expat\.h", ["exchange"]),
    (r"zlib\.h", ["http"]),
    (r"jpeglib\.h|jerror\.h|png\.h|seccomp\.h", ["images"]),
    (r"emscripten", ["wasm"]),
]
BEAST_FILES_MAX = 2  # each costs some 25 seconds and 1.4 GB to compile
JSONCONS_NAMED_IN = {"wire", "wasm", "http", "usecases", "main", "exchange", "demo"}
# The core has no clock, no chance, no threads, no files and no terminal.
PURE = {"base", "domain", "wire", "names"}
IMPURE = {"random", "thread", "mutex", "shared_mutex", "atomic", "condition_variable", "future", "iostream", "fstream", "filesystem",
          "ctime", "cstdio", "regex", "locale", "unistd.h", "time.h", "stdio.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)


def allowed(place, included, rules):
    layer = rules["layer"]
    return included.startswith(layer + "/") or any(
        included == one or included.startswith(one if one.endswith("/") else one + "/") for one in rules["may"])


def include_findings(root):
    found, beast = [], []
    for path in files(root / "src", ".cpp", ".hpp", ".inc", ".h"):
        layer, place = path.parts[0], path.as_posix()
        source = text(root / "src", path)
        if layer not in MAY_INCLUDE:
            found.append(f"src/{place}: the layer {layer} is not in the map")
            continue
        under = next((u for u in MAY_INCLUDE_UNDER if place.startswith(u + "/")), None)
        rules = {"layer": under or layer, "may": MAY_INCLUDE_UNDER[under] if under else MAY_INCLUDE[layer]}
        for ours, theirs in INCLUDE.findall(source):
            if ours:
                if "/" not in ours or ours.split("/")[0] not in MAY_INCLUDE:
                    found.append(f'src/{place}: "{ours}" does not begin with a layer')
                elif not allowed(place, ours, rules):
                    found.append(f'src/{place}: {rules["layer"]} may not include "{ours}"')
                continue
            for library, folders in LIBRARIES:
                if re.match(library, theirs) and not any(place.startswith(f + "/") for f in folders):
                    found.append(f"src/{place}: <{theirs}> belongs in {', '.join(folders)}")
            if theirs.startswith("boost/beast"):
                beast.append(place)
            if layer in PURE and theirs in IMPURE:
                found.append(f"src/{place}: {layer} has no use for <{theirs}>")
        if layer not in JSONCONS_NAMED_IN and "jsoncons" in COMMENT.sub("", source):
            found.append(f"src/{place}: jsoncons is not named in {layer}")
    if len(set(beast)) > BEAST_FILES_MAX:
        found.append(f"Beast is included in {len(set(beast))} files: {', '.join(sorted(set(beast)))}")
    return found


class Includes(unittest.TestCase):
    def test_includes_point_one_way(self):
        self.assertEqual(include_findings(ROOT), [])

    def test_every_layer_is_there_to_be_checked(self):
        for layer in ("base", "domain", "wire", "usecases", "store", "crypto", "http", "main"):
            self.assertTrue(files(ROOT / "src" / layer, ".cpp"), layer)

    def finds(self, path, source, words):
        with Planted({path: source}) as root:
            findings = include_findings(root)
        self.assertTrue(any(words in f for f in findings), f"{words!r} not in {findings}")

    def test_it_finds_the_domain_that_includes_http(self):
        self.finds("src/domain/x.cpp", '#include "http/api.hpp"\n', "domain may not include")

    def test_it_finds_a_thread_or_a_layer_in_the_matching_engine(self):
        self.finds("src/names/x.cpp", "#include <thread>\n", "names has no use for <thread>")
        self.finds("src/names/x.cpp", '#include "domain/names.hpp"\n', "names may not include")

    def test_it_finds_base_that_includes_the_domain(self):
        self.finds("src/base/x.hpp", '  #  include "domain/tier.hpp"\n', "base may not include")

    def test_it_finds_a_store_that_includes_more_than_ports(self):
        self.finds("src/store/x.cpp", '#include "usecases/house.hpp"\n', "store may not include")

    def test_it_finds_whoever_includes_main(self):
        for layer in MAY_INCLUDE:
            if layer != "main":
                self.finds(f"src/{layer}/x.cpp", '#include "main/commands.hpp"\n', "may not include")

    def test_it_finds_whoever_includes_http_but_main(self):
        for layer in MAY_INCLUDE:
            if layer not in ("main", "http"):
                self.finds(f"src/{layer}/x.cpp", '#include "http/api.hpp"\n', "may not include")

    def test_it_finds_a_shell_that_knows_a_use_case(self):
        self.finds("src/http/server/x.cpp", '#include "usecases/house.hpp"\n', "http/server may not include")

    def test_it_finds_http_that_reaches_for_keys(self):
        self.finds("src/http/x.cpp", '#include "crypto/keyring.hpp"\n', "http may not include")

    def test_it_finds_libraries_out_of_their_folders(self):
        for header, place in (("jsoncons/json.hpp", "domain"), ("boost/asio.hpp", "usecases"), ("openssl/evp.h", "http"), ("sodium.h", "usecases"),
                              ("sqlite3.h", "main"), ("libpq-fe.h", "usecases"), ("zip.h", "wire"), ("expat.h", "main")):
            self.finds(f"src/{place}/x.cpp", f"#include <{header}>\n", f"<{header}> belongs in")

    def test_it_finds_a_third_file_with_beast(self):
        with Planted({f"src/http/server/{n}.cpp": "#include <boost/beast/http.hpp>\n" for n in "abc"}) as root:
            self.assertTrue(any("Beast is included in 3 files" in f for f in include_findings(root)))

    def test_it_finds_json_in_the_rules(self):
        self.finds("src/domain/x.cpp", "jsoncons::json j;\n", "jsoncons is not named in domain")

    def test_it_finds_a_clock_in_the_core(self):
        self.finds("src/domain/x.cpp", "#include <ctime>\n", "no use for <ctime>")

    def test_it_finds_a_new_layer_and_an_include_of_no_layer(self):
        self.finds("src/helpers/x.cpp", "", "not in the map")
        self.finds("src/domain/x.cpp", '#include "entry.hpp"\n', "does not begin with a layer")


if __name__ == "__main__":
    unittest.main()
