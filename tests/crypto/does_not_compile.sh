#!/usr/bin/env bash
# Some code must not compile: a secret that is printed, compared by ==, copied without saying so, or thrown into a message.
# Usage: does_not_compile.sh [COMPILER]; run from the root of the repository. The first snippet must compile, or the others prove nothing.
set -uo pipefail
compiler=${1:-${CXX:-g++-14}}
failed=0

compiles() { # what stands in the function, on standard input
  { printf '#include "crypto/secret.hpp"\n#include <iostream>\n#include <sstream>\n#include <format>\n#include <unordered_set>\n'
    printf 'using namespace nibbi::crypto;\nvoid f(SecretBytes& a, SecretBytes& b, Key& k, Key& l) { (void)a; (void)b; (void)k; (void)l; '; cat; printf ' }\n'
  } | "$compiler" -std=c++23 -Isrc -fsyntax-only -x c++ - 2>/dev/null
}

must()     { compiles <<<"$1" || { echo "does not compile and must: $1" >&2; failed=1; }; }
must_not() { compiles <<<"$1" && { echo "compiles and must not: $1" >&2; failed=1; }; }

must     'SecretBytes c = a.clone(); Key m = k.clone(); std::cout << equal_in_constant_time(a.bytes(), b.bytes());'
must_not 'std::cout << a;'
must_not 'std::cout << k;'
must_not 'std::ostringstream() << a;'
must_not 'std::ostringstream() << k;'
must_not 'std::cerr << std::format("{}", a);'
must_not 'std::cerr << std::format("{}", k);'
must_not 'bool same = a == b; (void)same;'
must_not 'bool same = k == l; (void)same;'
must_not 'bool less = k < l; (void)less;'
must_not 'SecretBytes c = a; (void)c;'
must_not 'Key m = k; (void)m;'
must_not 'a = b;'
must_not 'k = l;'
must_not 'std::string text = a; (void)text;'
must_not 'std::string text = "" + k; (void)text;'
must_not 'std::unordered_set<SecretBytes> set; set.emplace(a.clone());'
[ $failed = 0 ] && echo "17 snippets: one compiles, sixteen do not, as they must"
exit $failed
