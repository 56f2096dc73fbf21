# Running: the demonstration, on this machine only.
demo_dir=build/demo

print_accounts() {
  python3 - "$demo_dir/demo-accounts.json" >&2 <<'PY'
import json, sys
accounts = json.load(open(sys.argv[1], encoding="utf-8"))["accounts"]
columns = ("login", "role", "country", "unit", "totp_secret")
rows = [columns] + [tuple(str(a.get(c) or "—") for c in columns) for a in accounts]
widths = [max(len(r[i]) for r in rows) for i in range(len(columns))]
print("\nDemonstration accounts (invented people). Passphrase of all of them: " + accounts[0]["passphrase"])
for row in rows:
    print("  " + "  ".join(cell.ljust(w) for cell, w in zip(row, widths)))
print("Second factor: put the secret into any authenticator application, or run  ./dev code LOGIN\n")
PY
}

verb_run() { ## build, make a demonstration if there is none, and serve it on http://localhost:8080
  verb_build
  if [ ! -e "$demo_dir/demo-accounts.json" ]; then
    say "writing the demonstration programme into $demo_dir"
    rm -rf "$demo_dir"
    build/release/nibbi demo --data "$demo_dir" --children 565 --seed 1 >/dev/null
  fi
  print_accounts
  say "workers' application: http://localhost:8080   public site: http://127.0.0.1:8081   (Ctrl-C ends it)"
  exec build/release/nibbi serve --data "$demo_dir" "$@"
}

verb_code() { ## the second factor of a demonstration account, now: ./dev code LOGIN
  python3 - "$demo_dir/demo-accounts.json" "${1:?which login?}" <<'PY'
import base64, hashlib, hmac, json, struct, sys, time
account = next(a for a in json.load(open(sys.argv[1], encoding="utf-8"))["accounts"] if a["login"] == sys.argv[2])
secret = account.get("totp_secret")
if not secret:
    sys.exit("this account has no second factor: its passphrase is enough")
key = base64.b32decode(secret + "=" * (-len(secret) % 8))
digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
at = digest[-1] & 15
print(f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}")
PY
}

verb_gen() { ## make again what is generated: folding table, types of the contract
  python3 tools/gen_fold.py
  install_packages $packages_web; install_npm
  (cd web && npm run --silent gen)
}

verb_fmt() { ## format C++ sources: the files named, or those that changed since the last commit (the web application is held by npm run check)
  install_packages $packages_check
  # Not the whole tree: some lines are laid out by hand in ways that .clang-format cannot say, and says which.
  if [ $# = 0 ]; then
    mapfile -t changed < <(git diff --name-only --diff-filter=d HEAD -- 'src/*.cpp' 'src/*.hpp' 'tests/*.cpp' 'tests/*.hpp')
    set -- "${changed[@]}"
  fi
  [ $# -gt 0 ] || { say "no C++ source changed since the last commit: name the files that are meant"; return 0; }
  clang-format-19 -i "$@"
  say "formatted: $*"
}

verb_tidy() { ## clang-tidy over the C++ sources
  install_packages $packages_build $packages_check
  configure_and_build dev nibbi_base
  git ls-files 'src/*.cpp' | grep -v '^src/wasm/' | xargs -P 2 -n 4 clang-tidy-19 -p build/dev --quiet
}
