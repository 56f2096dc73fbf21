# Which Debian packages a verb needs. Each verb installs only its own sets; a set already there costs a fraction of a second.
packages_build="g++-14 cmake ninja-build pkgconf ccache mold git python3 libboost-dev libssl-dev libsodium-dev libsqlite3-dev
  libsqlitecpp-dev libpq-dev libjsoncons-dev liboath-dev libfido2-dev libzip-dev libexpat1-dev libjpeg62-turbo-dev libpng-dev zlib1g-dev libseccomp-dev ca-certificates"
packages_web="nodejs npm brotli ca-certificates"
packages_wasm="emscripten libjsoncons-dev"
packages_test="catch2 librapidcheck-dev libpqxx-dev postgresql-17 chromium fonts-noto-core util-linux procps openssl
  python3-jsonschema python3-yaml"
packages_check="clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev"

# install_packages NAME ...: asks dpkg first, so that a second start takes no time and no network.
install_packages() {
  local missing=()
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local sudo=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || refuse "these packages are missing and need root or sudo to install: ${missing[*]}"
    sudo=(sudo)
  fi
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# node_modules as package-lock.json says; the stamp saves the second start from asking npm at all.
install_npm() {
  local stamp=web/node_modules/.nibbi-lock
  cmp -s web/package-lock.json "$stamp" 2>/dev/null && return 0
  say "installing the web application's packages (npm ci)"
  (cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp web/package-lock.json "$stamp"
}
