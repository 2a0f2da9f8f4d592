"""What real Django makes of projects, for comparison with src/django.

Reads one request per line from standard input, JSON: `path` (the folder that goes on sys.path, that of manage.py),
`settings` (DJANGO_SETTINGS_MODULE) and `compile` (pairs of a Python source and the .pyc file to make of it). Writes
one line of JSON per request, in the same order; test/oracle/our-answer.ts says what is in it. Each project is loaded
in a process of its own, which leaves nothing behind and is killed when it takes too long.
"""

import json
import os
import select
import signal
import sys
import time

import django
from django.apps import apps
from django.db import models  # noqa: F401 (these three are imported once, so that no project has to)
from django.db.migrations.loader import MigrationLoader
from django.utils import log  # noqa: F401
from django.views import debug  # noqa: F401

SECONDS = 20


def key_text(key):
    return ".".join(key)


def pairs(keys):
    return [[str(part) for part in key] for key in keys]


def of_disk(loader):
    """What load_disk found, once it has passed."""
    migrations = loader.disk_migrations
    return {
        "migrated": sorted(loader.migrated_apps),
        "unmigrated": sorted(loader.unmigrated_apps),
        "migrations": sorted(pairs(migrations)),
        "replaces": {key_text(key): pairs(each.replaces) for key, each in migrations.items() if each.replaces},
        "runBefore": {key_text(key): pairs(each.run_before) for key, each in migrations.items() if each.run_before},
        "initial": {
            key_text(key): None if each.initial is None else bool(each.initial) for key, each in migrations.items()
        },
    }


def of_graph(loader):
    graph = loader.graph
    return {
        "nodes": sorted(pairs(graph.nodes)),
        "edges": sorted(
            pairs([child, parent.key]) for child, node in graph.node_map.items() for parent in node.parents
        ),
        "leaves": pairs(graph.leaf_nodes()),
        "roots": pairs(graph.root_nodes()),
        "conflicts": loader.detect_conflicts(),
    }


def failure(error, phase):
    return {"class": type(error).__name__, "phase": phase, "message": str(error)[:500]}


def answer(request):
    """Setup, then the loader; whatever fails, what was known before is told."""
    told = dict.fromkeys(
        ["apps", "migrated", "unmigrated", "migrations", "replaces", "runBefore", "initial"]
        + ["nodes", "edges", "leaves", "roots", "conflicts", "error"]
    )
    sys.path[0] = request["path"]
    os.chdir(request["path"])
    os.environ["DJANGO_SETTINGS_MODULE"] = request["settings"]
    try:
        django.setup()
    except BaseException as error:
        return {**told, "error": failure(error, "setup")}
    told["apps"] = sorted(
        ({"label": each.label, "name": each.name} for each in apps.get_app_configs()), key=lambda each: each["label"]
    )
    loader = MigrationLoader(None, load=False, ignore_no_migrations=False)
    try:
        loader.build_graph()
    except BaseException as error:
        told["error"] = failure(error, "load")
        if hasattr(loader, "graph"):  # made after load_disk
            told.update(of_disk(loader))
        return told
    return {**told, **of_disk(loader), **of_graph(loader)}


def compile_legacy(source, target):
    """Writes a .pyc where Python 2 put it: Python 3 still imports it when the source is gone."""
    import importlib._bootstrap_external as external

    code = compile(source, target[:-1], "exec")
    with open(target, "wb") as file:
        file.write(external._code_to_timestamp_pyc(code, 0, len(source.encode())))


def be_the_project(request, pipe):
    """The child: its output goes nowhere, its answer into the pipe."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    try:
        for source, target in request.get("compile", []):
            compile_legacy(source, target)
        line = json.dumps(answer(request), sort_keys=True)
    except BaseException as error:
        line = json.dumps({"error": failure(error, "oracle")})
    with os.fdopen(pipe, "w") as file:
        file.write(line)


def ask(request):
    """The child's answer as a line of JSON; one that takes too long, or dies, is an error of its own."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        be_the_project(request, writing)
        os._exit(0)
    os.close(writing)
    deadline = time.monotonic() + SECONDS
    parts = []
    while True:
        ready, _, _ = select.select([reading], [], [], max(0, deadline - time.monotonic()))
        part = os.read(reading, 1 << 16) if ready else None
        if not part:
            break
        parts.append(part)
    if part is None:
        os.kill(child, signal.SIGKILL)
    os.close(reading)
    os.waitpid(child, 0)
    if part is None or not parts:
        died = {"class": "Timeout" if part is None else "Died", "phase": "oracle", "message": ""}
        return json.dumps({"error": died})
    return b"".join(parts).decode()


def main():
    sys.dont_write_bytecode = True
    for line in sys.stdin:
        print(ask(json.loads(line)))


main()
