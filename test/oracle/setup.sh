#!/bin/sh
# Makes the virtual environment in which the oracle ring asks real Django: `npm run oracle:setup`.
# Does nothing when it is there. Without Python or the index the ring is skipped, and says so; in CI that is a failure.
set -eu
cd "$(dirname "$0")"
django=5.2

unavailable() {
  echo "oracle ring: $1; its tests of Django will be skipped" >&2
  [ "${CI-}" != true ] || exit 1
  exit 0
}

if .venv/bin/python -c "import django; assert django.__version__.startswith('$django.')" 2>/dev/null; then
  exit 0
fi
command -v python3 >/dev/null || unavailable 'python3 is not installed'
rm -rf .venv
python3 -m venv .venv || unavailable 'python3 -m venv failed (Debian: apt-get install python3-venv)'
.venv/bin/python -m pip install --quiet --disable-pip-version-check "django==$django.*" || unavailable 'Django cannot be installed'
