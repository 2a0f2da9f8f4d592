#!/bin/sh
# The main job on a throwaway Django repository, with real git and the real hooks: `npm run demo`.
set -eu

# Whatever git or a shell was told elsewhere must not reach the repository that is built here.
unset CDPATH $(git rev-parse --local-env-vars) XDG_CONFIG_HOME
unset PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX PYRESET CI
program=$(cd "$(dirname "$0")/.." && pwd)/dist/cli.cjs
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

export HOME="$folder" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=You GIT_AUTHOR_EMAIL=you@example.org
export GIT_COMMITTER_NAME=You GIT_COMMITTER_EMAIL=you@example.org
python=$(command -v python3 || true)

title() { printf '\n── %s\n\n' "$*"; }
show() {
  printf '$ %s\n' "$*"
  eval "$*" 2>&1 || printf '(exit code %s)\n' "$?"
}
pyreset() { node "$program" "$@"; }
python() {
  if [ "$python" ]; then "$python" "$@"; else echo '(python3 is not installed: skipped)'; fi
}

git init --quiet --initial-branch=main shop
cd shop
mkdir -p shop/migrations blog
touch shop/__init__.py shop/migrations/__init__.py blog/__init__.py
echo 'PRICE = 100' > shop/prices.py
echo 'TITLE = "My blog"' > blog/models.py
cat > shop/migrations/0001_initial.py <<'PYTHON'
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Item", [("id", models.AutoField(primary_key=True))])]
PYTHON
cat > shop/migrations/0002_cost.py <<'PYTHON'
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.AddField("item", "cost", models.IntegerField(default=0))]
PYTHON
git add .
git commit --quiet -m 'A shop and a blog'

title 'Install: six hooks, and what was there keeps running'
show pyreset install

title '1. Bytecode is refused'
show 'python -c "import shop.prices"'
if [ -z "$python" ]; then mkdir shop/__pycache__ && echo bytecode > shop/__pycache__/prices.cpython-313.pyc; fi
show git add .
show "git commit --quiet -m 'Add everything'"
git reset --quiet
printf '__pycache__/\n' > .gitignore
git add .gitignore
git commit --quiet -m 'Ignore bytecode'

title '2. A migration that others have applied keeps its name'
show git mv shop/migrations/0002_cost.py shop/migrations/0002_price.py
show "git commit --quiet -m 'A better name'"
echo
echo 'With the second way out, `replaces`, the rename is the right one, and passes in silence:'
printf '    replaces = [("shop", "0002_cost")]\n' >> shop/migrations/0002_price.py
show git add .
show "git commit --quiet -m 'A better name, and the old one'"

title '3. After a switch, Python runs what is checked out'
PYRESET=0 git switch --quiet -c topic
echo 'PRICE = 250' > shop/prices.py
git rm -r --quiet blog
git add . && git commit --quiet -m 'Dearer, and no blog'
PYRESET=0 git switch --quiet main
find . -name __pycache__ -exec rm -rf {} +

# Both versions of prices.py have one size; checked out in the same second, they look the same to Python.
same_second() {
  touch -d '2020-01-01 12:00:00' shop/prices.py 2>/dev/null || touch -t 202001011200 shop/prices.py
}
same_second
echo 'Without the hooks:'
show 'python -c "import shop.prices, blog.models; print(shop.prices.PRICE)"'
show 'PYRESET=0 git switch --quiet topic'
same_second
show 'python -c "import shop.prices; print(shop.prices.PRICE)"   # 250 is checked out'
show 'python -c "import blog; print(blog)"                       # deleted, and still there'

PYRESET=0 git switch --quiet main
find . -name __pycache__ -exec rm -rf {} +
same_second
echo
echo 'With the hooks:'
show 'python -c "import shop.prices, blog.models; print(shop.prices.PRICE)"'
show git switch --quiet topic
same_second
show 'python -c "import shop.prices; print(shop.prices.PRICE)"'
show 'python -c "import blog; print(blog)" 2>&1 | tail -n 1'

title 'Uninstall: as if it had never been here'
show pyreset uninstall
