#!/usr/bin/env bash
# A Debian package of what `./dev build` made: packaging/build-deb.sh [BINARY]   →   build/nibbi_VERSION_ARCHITECTURE.deb
# On Debian 13, where the binary was built. Needs dpkg-deb and objdump; changes nothing outside build/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
binary=${1:-build/release/nibbi}
say() { echo "build-deb: $*" >&2; exit 2; }
[ -x "$binary" ] || say "$binary isn't there: run ./dev build first"

version=$(sed -nE 's/^project\(nibbi VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
architecture=$(dpkg --print-architecture)
[ -n "$version" ] || say "CMakeLists.txt names no version"

root=$(mktemp -d); trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
install -D -m 755 "$binary" "$root/usr/bin/nibbi"
strip --strip-unneeded "$root/usr/bin/nibbi" 2>/dev/null || true
install -D -m 644 packaging/nibbi.service "$root/usr/lib/systemd/system/nibbi.service"
install -D -m 644 packaging/nibbi.sysusers "$root/usr/lib/sysusers.d/nibbi.conf"
doc=$root/usr/share/doc/nibbi
for page in README.md README.fr.md CHANGELOG.md docs/operations.md docs/exploitation.fr.md docs/data-and-people.md docs/data-and-people.fr.md \
  docs/threats.md docs/sources.md docs/guides/who-sees-what.en.md docs/guides/qui-voit-quoi.fr.md; do
  install -D -m 644 "$page" "$doc/$(basename "$page")"
done
{ echo "Ñibbi is free software under the GNU Affero General Public License, version 3 or (at your option) any later version."
  echo "On Debian its text is in /usr/share/common-licenses/AGPL-3.0. Whoever offers a changed version over a network must offer its source."
  echo
  echo "Inside the program stand, under their own licences (docs: sources.md):"
  echo
  [ ! -d web/node_modules ] || python3 packaging/notices.py
} >"$doc/copyright"

# What the program links to, each at least as new as where it was built.
depends=$(objdump -p "$binary" | sed -nE 's/^ +NEEDED +(.*)/\1/p' | while read -r library; do
  path=$(ldd "$binary" | awk -v library="$library" '$1 == library { print $3 }')
  [ -n "$path" ] || continue  # the loader itself, which comes with libc
  package=$(dpkg -S "$(realpath "$path")" 2>/dev/null | head -1 | cut -d: -f1)
  [ -n "$package" ] || { echo "build-deb: no package owns $library" >&2; exit 2; }
  echo "$package (>= $(dpkg-query -W -f='${Version}' "$package"))"
done | sort -u | paste -sd, | sed 's/,/, /g')
[ -n "$depends" ] || say "the libraries of $binary can't be told"

mkdir -p "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<CONTROL
Package: nibbi
Version: $version
Architecture: $architecture
Maintainer: The Nibbi maintainers <maintainers@nibbi.invalid>
Section: misc
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: $depends
Recommends: systemd
Suggests: postgresql-17
Description: files of trafficked children on their way home
 Keeps the file of a child from the first night to the last visit, through the
 hands of the partners that protect, care for and accompany the child: sealed,
 signed, and shown to each person only as far as their task needs.
CONTROL
cat >"$root/DEBIAN/postinst" <<'POSTINST'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
  if command -v systemd-sysusers >/dev/null; then systemd-sysusers nibbi.conf
  elif ! getent passwd nibbi >/dev/null; then useradd --system --home-dir /var/lib/nibbi --shell /usr/sbin/nologin nibbi
  fi
  install -d -m 700 -o nibbi -g nibbi /var/lib/nibbi
  if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
  # Not started: the master key is made at the first start, and its secret should be there before (operations.md).
fi
POSTINST
cat >"$root/DEBIAN/prerm" <<'PRERM'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then systemctl disable --now nibbi.service || true; fi
PRERM
cat >"$root/DEBIAN/postrm" <<'POSTRM'
#!/bin/sh
# The data stays, also after a purge: files of children, and the key without which no backup can be read, are not a package's to delete.
set -e
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
POSTRM
chmod 755 "$root"/DEBIAN/p*

mkdir -p build
deb=build/nibbi_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$root" "$deb" >/dev/null
echo "$deb"
