"""What a developer sees of a Django project, and what its database holds: what harm.py asks in its child processes.

`prepared`, `run` and `observed` each need a process that has not seen a project before.
"""

import io
import os
import re
import runpy
import shutil
import sqlite3
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.commands import makemigrations, migrate, showmigrations  # noqa: F401
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3 import base  # noqa: F401 (like the others with that mark: so that no child has to)
from django.db.models.sql import compiler  # noqa: F401
from django.middleware import csrf as middleware  # noqa: F401
from django.utils import log  # noqa: F401
from django.views import csrf, debug  # noqa: F401

OF_DJANGO = ("auth", "contenttypes")


def failure(error):
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:1000]


def set_up(project, database):
    os.chdir(project)
    sys.path.insert(0, project)
    names = runpy.run_path("settings.py")
    settings.configure(
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        LOGGING_CONFIG=None,
        USE_I18N=False,
        **{name: value for name, value in names.items() if name.isupper()},
    )
    connection_created.connect(do_not_wait_for_the_disk)
    django.setup()


def do_not_wait_for_the_disk(connection, **_):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA journal_mode = MEMORY")


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return failure(error)


def command(*words):
    """The output of a command of manage.py, which unlike call_command runs the system checks first."""
    out = io.StringIO()
    call_command(*words, skip_checks=False, no_color=True, stdout=out, stderr=out)
    return out.getvalue()


def checked():
    BaseCommand(stdout=io.StringIO(), stderr=io.StringIO()).check()
    return "ok"


def started():
    """What runserver does with migrations before it serves."""
    BaseCommand(stdout=io.StringIO()).check_migrations()
    return "ok"


def unapplied():
    app, missing = None, []
    out = io.StringIO()
    call_command("showmigrations", no_color=True, stdout=out)
    for line in out.getvalue().splitlines():
        if not line.startswith(" "):
            app = line
        elif line.startswith(" [ ]") and app not in OF_DJANGO:
            missing.append(f"{app}.{line[5:].split()[0]}")
    return missing


def drift():
    """What makemigrations --check would write."""
    out = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", "--noinput", skip_checks=False, stdout=out)
    except SystemExit:
        return re.findall(r"^ +[-+~] (.+)$", out.getvalue(), re.MULTILINE)
    return []


def migrated(options, told):
    """Migrates; tells what was applied also when it ends with a failure."""
    out = io.StringIO()
    try:
        call_command("migrate", *options, "--noinput", skip_checks=False, no_color=True, stdout=out)
        return "ok"
    finally:
        done = re.findall(r"^  Applying (\w+)(.+)\.\.\. (OK|FAKED)$", out.getvalue(), re.MULTILINE)
        told["applied"] = [
            app + name + ("" if how == "OK" else " (faked)") for app, name, how in done if app not in OF_DJANGO
        ]


def seen():
    """How many rows of each model are read."""
    from django.apps import apps

    return {
        model._meta.label: attempt(lambda: len(list(model.objects.all())))
        for model in apps.get_models()
        if model._meta.app_label not in OF_DJANGO
    }


def stored(database):
    connection = sqlite3.connect(database)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    told = {"tables": {}, "recorded": [], "contentTypes": {}}
    for name in names:
        if not name.startswith(("django_", "auth_", "sqlite_")):
            rows = connection.execute(f'SELECT * FROM "{name}"')
            columns = ", ".join(column[0] for column in rows.description)
            told["tables"][f"{name}({columns})"] = [list(row) for row in rows]
    if "django_migrations" in names:
        rows = connection.execute(f"SELECT app || '.' || name FROM django_migrations WHERE app NOT IN {OF_DJANGO}")
        told["recorded"] = sorted(name for (name,) in rows)
    if "auth_permission" in names:
        count = "(SELECT count(*) FROM auth_permission WHERE content_type_id = type.id)"
        types = f"SELECT app_label || '.' || model, {count} FROM django_content_type AS type"
        told["contentTypes"] = dict(connection.execute(f"{types} WHERE app_label NOT IN {OF_DJANGO}"))
    connection.close()
    return told


OBSERVATIONS = {"check": checked, "runserver": started, "unapplied": unapplied, "drift": drift}


def on_database(options, parts, database):
    told = {"setup": "ok"}
    for part, observe in OBSERVATIONS.items():
        if part in parts:
            told[part] = attempt(observe)
    told["migrate"] = attempt(migrated, options, told)
    return {**told, "sees": seen(), **stored(database)}


def observed(project, database, databases, options):
    """What a developer who has these files sees, what migrating does, and what each database holds then.

    The databases are given as triples of a name, the path of what is copied, and the parts that are wanted.
    """
    failed = attempt(set_up, project, database)
    told = {}
    for name, copied, parts in databases:
        shutil.copyfile(copied, database)
        told[name] = {"setup": failed, **stored(database)} if failed else on_database(options, parts, database)
        connections.close_all()
        shutil.copyfile(database, os.path.join(os.path.dirname(database), name))
    return told


def prepared(project, database, target):
    """Makes the database of a colleague who has migrated; with a target, so far."""
    set_up(project, database)
    command("migrate", *target)
    missing = drift()
    assert not missing, missing


def run(project, database, words):
    set_up(project, database)
    command(*words)
