"""What real Django does to databases when migrations that they applied are changed.

Argument: a folder to work in. Reads one scenario per line from standard input, JSON, as test/oracle/harm-django.ts
writes it; writes for each a line of JSON, in the same order: a list with, for each of its stages, what was observed
on each database, or an object with an `error`. Django is imported once; what needs a project is done in a process of
its own, forked from this one, which has never seen a project.
"""

import gc
import json
import os
import shutil
import signal
import sqlite3
import sys

import harm_observed

SECONDS = 60
FOLDER = os.path.abspath(sys.argv[1])
PROJECT = os.path.join(FOLDER, "project")
DATABASE = os.path.join(FOLDER, "database")


class Failed(Exception):
    """A child process could not do what it was made for."""


def in_child(function, *args):
    """What the function returns in a process of its own."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(SECONDS)
        try:
            told = {"told": function(PROJECT, DATABASE, *args)}
        except BaseException as error:
            told = {"error": f"{function.__name__}: {harm_observed.failure(error)}"}
        with os.fdopen(writing, "w") as pipe:
            json.dump(told, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        line = pipe.read()
    os.waitpid(child, 0)
    answer = json.loads(line) if line else {"error": f"{function.__name__}: it died, or took too long"}
    if "error" in answer:
        raise Failed(answer["error"])
    return answer["told"]


def write(files):
    """Writes the files; None removes one, and as git does the folders that are empty then."""
    for path, content in files.items():
        place = os.path.join(PROJECT, path)
        if content is None:
            os.remove(place)
            while not os.listdir(place := os.path.dirname(place)):
                os.rmdir(place)
        else:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w") as file:
                file.write(content)


def execute(database, statements):
    connection = sqlite3.connect(database)
    connection.executescript(";".join(["PRAGMA synchronous = OFF", *statements]))
    connection.close()


def copy(source, name):
    """Copies a database; hands back the path of the copy."""
    copied = os.path.join(FOLDER, name)
    shutil.copyfile(source, copied)
    return copied


def applied(scenario, made):
    """The path of a database to which the files were applied as they were before; made once."""
    key = json.dumps([scenario["before"], scenario["target"], scenario["data"]])
    if key not in made:
        copy(os.devnull, "database")
        in_child(harm_observed.prepared, scenario["target"])
        execute(DATABASE, scenario["data"])
        made[key] = copy(DATABASE, f"before {len(made)}")
    return made[key]


def start(stage, first):
    """The paths of the databases with which a stage starts."""
    started = {}
    for name in first:
        last = os.path.join(FOLDER, name)
        started[name] = copy(last if stage["onward"] else first[name], f"{name} at the start")
    if stage["sql"]:
        execute(started["existing"], stage["sql"])
    if stage["run"]:
        copy(started["existing"], "database")
        in_child(harm_observed.run, stage["run"])
        copy(DATABASE, "existing at the start")
    return started


def play(scenario, made):
    shutil.rmtree(PROJECT, ignore_errors=True)
    write(scenario["before"])
    first = {"existing": applied(scenario, made), "fresh": os.devnull}
    told = []
    for stage in scenario["stages"]:
        write(stage["files"])
        started = start(stage, first)
        databases = [[name, started[name], parts] for name, parts in stage["databases"].items()]
        told.append(in_child(harm_observed.observed, databases, stage["migrate"]))
    return told


def main():
    sys.dont_write_bytecode = True
    gc.disable()  # a child that looks for garbage would copy all that it shares with this process
    made = {}
    for line in sys.stdin:
        try:
            print(json.dumps(play(json.loads(line), made)))
        except Exception as error:
            print(json.dumps({"error": harm_observed.failure(error)}))


main()
