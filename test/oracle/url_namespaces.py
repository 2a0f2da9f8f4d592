"""Which URL namespaces `manage.py check` finds twice (urls.W005), for comparison with src/django/urls.

Reads one folder per line from standard input, that of manage.py; the settings are conf.settings. Writes one line of
JSON per project, in the same order: the namespaces, sorted, or the name of the exception. Each project is loaded in a
process of its own.
"""

import json
import os
import sys

import django
from django.conf.urls import i18n  # noqa: F401 (imported once, so that no project has to)
from django.contrib import admin  # noqa: F401 (the same)
from django.core import checks


def told(path):
    sys.path[0] = path
    os.chdir(path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "conf.settings"
    django.setup()
    messages = checks.run_checks(tags=[checks.Tags.urls])
    return sorted(each.msg.split("'")[1] for each in messages if each.id == "urls.W005")


def ask(path):
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            answer = told(path)
        except BaseException as error:
            answer = type(error).__name__
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        line = pipe.read().decode()
    os.waitpid(child, 0)
    return line


def main():
    sys.dont_write_bytecode = True
    for line in sys.stdin:
        print(ask(line.rstrip("\n")))


main()
