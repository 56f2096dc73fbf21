# The verbs. Each is one function, named verb_NAME; the comment after `##` is its line in `./dev help`.
main() {
  local forced=
  [ "${1:-}" = --in-debian13 ] && { forced=1; shift; }
  local verb=${1:-help}; shift || true
  declare -F "verb_${verb//-/_}" >/dev/null || refuse "no such verb: $verb (./dev help lists them)"
  if [ "$verb" != help ] && [ -z "${NIBBI_INSIDE_DEBIAN13:-}" ] && { [ -n "$forced" ] || ! on_debian13; }; then
    enter_debian13 "$verb" "$@"
  fi
  "verb_${verb//-/_}" "$@"
}

verb_help() { ## this list
  echo "./dev [--in-debian13] VERB [ARGUMENT ...]"
  sed -nE 's/^verb_([a-z0-9_]+)\(\) \{ ## (.*)/  \1\t\2/p' tools/dev/*.sh | tr _ - | column -t -s "$(printf '\t')" 2>/dev/null ||
  sed -nE 's/^verb_([a-z0-9_]+)\(\) \{ ## (.*)/  \1  \2/p' tools/dev/*.sh
}

verb_shell() { ## a shell (or a command) where the tools are
  if [ $# -eq 0 ]; then exec bash; else exec "$@"; fi
}
