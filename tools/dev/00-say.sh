# Words to the person at the terminal: progress on standard error, refusals with what to do.
say()    { printf '· %s\n' "$*" >&2; }
refuse() { printf 'dev: %s\n' "$*" >&2; exit 2; }
