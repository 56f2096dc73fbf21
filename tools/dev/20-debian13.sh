# A private Debian 13 root for systems that are older: debootstrap into the user's cache folder with the host's own package
# sources, entered by chroot inside a mount and process namespace. Nothing outside that folder is changed; everything that was
# started inside ends with the command.
debian13_root="${XDG_CACHE_HOME:-$HOME/.cache}/nibbi/debian13"

on_debian13() { [ "$(. /etc/os-release && echo "${ID:-}${VERSION_ID:-}")" = debian13 ]; }

# The addresses among the host's sources, whatever their format; none is no failure here, whoever needs one says so.
apt_folder=/etc/apt
host_sources() {
  { grep -hE '^URIs:' "$apt_folder"/sources.list.d/*.sources 2>/dev/null | sed 's/^URIs: *//; s/ \+/\n/g' || true
    grep -hE '^deb ' "$apt_folder"/sources.list "$apt_folder"/sources.list.d/*.list 2>/dev/null | sed -E 's/^deb +(\[[^]]*\] +)?([^ ]+).*/\2/' || true; }
}
host_mirror() { host_sources | grep -E '/debian/?$' | head -1 || true; }
host_security_mirror() { host_sources | grep -E 'debian-security/?$' | head -1 || true; }

prepare_debian13() {
  [ -e "$debian13_root/.ready" ] && return 0
  [ "$(id -u)" = 0 ] || refuse "this system is older than Debian 13: run ./dev as root or with sudo, so that a private Debian 13 can be prepared in $debian13_root"
  command -v debootstrap >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends debootstrap >/dev/null; }
  local mirror; mirror=$(host_mirror); [ -n "$mirror" ] || refuse "no Debian mirror found in $apt_folder: this works on Debian 13, or on an older Debian"
  say "preparing a private Debian 13 in $debian13_root (once, a minute or two)"
  rm -rf "$debian13_root.part"; mkdir -p "$debian13_root.part"
  debootstrap --variant=minbase --include=ca-certificates trixie "$debian13_root.part" "$mirror" >"$debian13_root.log" 2>&1 \
    || refuse "debootstrap failed; its words are in $debian13_root.log"
  { echo "deb $mirror trixie main"; echo "deb $mirror trixie-updates main"
    security=$(host_security_mirror); [ -z "$security" ] || echo "deb $security trixie-security main"
  } >"$debian13_root.part/etc/apt/sources.list"
  rm -rf "$debian13_root"; mv "$debian13_root.part" "$debian13_root"; touch "$debian13_root/.ready"
}

# enter_debian13 VERB ...: this same script, inside. The project and the caches are bound where they are outside, so that paths
# in messages are true in both worlds. Certificates and npm settings of the host come along: they say how packages are reached.
enter_debian13() {
  prepare_debian13
  local here=$PWD root=$debian13_root cache="${XDG_CACHE_HOME:-$HOME/.cache}/nibbi" npmrc
  npmrc=$(npm config get globalconfig 2>/dev/null || true)
  export NIBBI_INSIDE_DEBIAN13=1 NIBBI_HERE=$here NIBBI_ROOT=$root NIBBI_CACHE=$cache NIBBI_NPMRC=${npmrc:-}
  exec unshare --mount --propagation private --pid --fork --kill-child bash -c '
    set -e
    mkdir -p "$NIBBI_ROOT$NIBBI_HERE" "$NIBBI_ROOT/var/cache/nibbi" "$NIBBI_CACHE/caches"
    mount --bind "$NIBBI_HERE" "$NIBBI_ROOT$NIBBI_HERE"
    mount --bind "$NIBBI_CACHE/caches" "$NIBBI_ROOT/var/cache/nibbi"
    for beside in shared; do   # reference data beside the project, read only, where there is any
      if [ -d "$NIBBI_HERE/../$beside" ]; then
        mkdir -p "$NIBBI_ROOT$(dirname "$NIBBI_HERE")/$beside"
        mount --bind "$NIBBI_HERE/../$beside" "$NIBBI_ROOT$(dirname "$NIBBI_HERE")/$beside"
      fi
    done
    mount --rbind /dev "$NIBBI_ROOT/dev"; mount --rbind /sys "$NIBBI_ROOT/sys"; mount -t proc proc "$NIBBI_ROOT/proc"
    cp -L /etc/resolv.conf /etc/hosts "$NIBBI_ROOT/etc/" 2>/dev/null || true
    mkdir -p "$NIBBI_ROOT/root" "$NIBBI_ROOT/etc/nibbi"
    for bundle in /etc/ssl/certs/ca-certificates.crt; do cp -L "$bundle" "$NIBBI_ROOT/etc/nibbi/host-ca.crt" 2>/dev/null || true; done
    for file in "$NIBBI_NPMRC" "$HOME/.npmrc"; do [ -s "$file" ] && cat "$file"; done >"$NIBBI_ROOT/etc/nibbi/npmrc" || true
    exec chroot "$NIBBI_ROOT" env HOME=/root LANG=C.UTF-8 CCACHE_DIR=/var/cache/nibbi/ccache npm_config_cache=/var/cache/nibbi/npm \
      npm_config_userconfig=/etc/nibbi/npmrc npm_config_cafile=/etc/nibbi/host-ca.crt NODE_EXTRA_CA_CERTS=/etc/nibbi/host-ca.crt \
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      bash -c "cd \"\$0\" && exec ./dev \"\$@\"" "$NIBBI_HERE" "$@"' bash "$@"
}
