#!/bin/sh
# Makes the virtual environments in which the oracle ring asks real Django: `npm run oracle:setup`.
# .venv has Django 5.2, .venv-4.2 has 4.2, .venv-newest what pip gives the newest Python; each has psycopg as well, for
# the tests on PostgreSQL, whose server is the machine's. Does nothing for those that are complete. What Python or the
# index cannot give is skipped by the ring, and says so; in CI that is a failure.
set -eu
cd "$(dirname "$0")"
missing=no

say() { echo "oracle ring: $1" >&2; }

unavailable() {
  say "no Django $1: $2; its tests will be skipped"
  missing=yes
}

# The file `django` is written last: without it the environment was interrupted.
is_complete() {
  [ -f "$1/django" ] && "$1/bin/python" -c 'import django' 2>/dev/null
}

about='import sys, ensurepip
if sys.implementation.name == "cpython" and sys.version_info.releaselevel == "final": print(sys.version_info[1])'

# Lines of `<minor> <program>` for every CPython 3 that starts and can make environments, the newest first, each once.
interpreters() {
  for program in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python3.9 python3.8 \
    "${PYENV_ROOT:-${HOME-}/.pyenv}"/versions/*/bin/python3; do
    command -v "$program" >/dev/null || continue
    minor=$("$program" -c "$about" 2>/dev/null) || continue
    [ -z "$minor" ] || echo "$minor $program"
  done | awk '!seen[$1]++' | sort -rn
}

found=
looked=no
# The newest program between two minor versions, in $python; empty if there is none.
choose() {
  [ "$looked" = yes ] || found=$(interpreters)
  looked=yes
  python=$(echo "$found" | while read -r minor program; do
    if [ -n "$minor" ] && [ "$minor" -ge "$1" ] && [ "$minor" -le "$2" ]; then
      echo "$program"
      break
    fi
  done)
}

# add_psycopg <folder> <what it is called>: into an environment that is complete but for that
add_psycopg() {
  [ -f "$1/django" ] && ! "$1/bin/python" -c 'import psycopg' 2>/dev/null || return 0
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check 'psycopg[binary]' >/dev/null 2>&1 && return 0
  say "no psycopg for Django $2: its tests on PostgreSQL will be skipped"
  missing=yes
}

# make <folder> <what it is called> <requirement>, with $python
make() {
  rm -rf "$1"
  if ! "$python" -m venv "$1" >/dev/null 2>&1; then
    unavailable "$2" "$python -m venv failed"
  elif ! "$1/bin/python" -m pip install --quiet --disable-pip-version-check "$3" >/dev/null 2>&1; then
    unavailable "$2" "pip of $python cannot install $3"
  else
    "$1/bin/python" -c 'import django; print(django.__version__)' >"$1/django.part"
    mv "$1/django.part" "$1/django"
  fi
}

# https://docs.djangoproject.com/en/5.2/faq/install/#what-python-version-can-i-use-with-django
if ! is_complete .venv; then
  choose 10 14
  [ -z "$python" ] || make .venv 5.2 'django==5.2.*'
  [ -n "$python" ] || unavailable 5.2 'it needs Python 3.10 to 3.14 (Debian: apt-get install python3-venv)'
fi
if ! is_complete .venv-4.2; then
  choose 8 12
  [ -z "$python" ] || make .venv-4.2 4.2 'django==4.2.*'
  [ -n "$python" ] || unavailable 4.2 'it needs Python 3.8 to 3.12 (Debian: apt-get install python3-venv)'
fi
if ! is_complete .venv-newest; then
  choose 12 99
  [ -z "$python" ] || make .venv-newest '6 or newer' 'django>=6'
  [ -n "$python" ] || say 'Django 6 needs Python 3.12, which is not here; 5.2 is the newest that is asked'
fi
add_psycopg .venv 5.2
add_psycopg .venv-4.2 4.2
add_psycopg .venv-newest '6 or newer'

[ "$missing" = no ] || [ "${CI-}" != true ]
