"""What Python does with compiled files, for comparison with src/caches. It runs under Python 2.7 as well.

The first argument says what is done with the JSON on standard input; the answer is JSON on standard output.
"""
from __future__ import print_function

import importlib
import json
import os
import pkgutil
import py_compile
import shutil
import sys


def about(_):
    """Which Python this is, and an extension module of it that nothing has imported yet."""
    try:
        import mmap
        extension = getattr(mmap, "__file__", None)
    except ImportError:
        extension = None
    implementation = getattr(sys, "implementation", None)
    tag = implementation.cache_tag if implementation else None
    return {"version": sys.version_info[0] * 100 + sys.version_info[1], "tag": tag, "extension": extension}


def in_folder_of(path):
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        os.makedirs(folder)
    return path


def write(path, text):
    with open(in_folder_of(path), "wb") as file:
        file.write(text.encode())


def compile_(source, target, mode, optimize):
    options = {}
    if sys.version_info >= (3, 7):
        options["invalidation_mode"] = py_compile.PycInvalidationMode[mode]
    if sys.version_info >= (3,):
        options["optimize"] = optimize
    py_compile.compile(source, cfile=in_folder_of(target), doraise=True, **options)


def time(path, nanoseconds):
    if sys.version_info >= (3, 3):
        os.utime(path, ns=(int(nanoseconds), int(nanoseconds)))
    else:
        os.utime(path, (int(nanoseconds) / 1e9, int(nanoseconds) / 1e9))


def patch(path, offset, hexadecimal):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(bytearray.fromhex(hexadecimal))


def cut(path, length):
    """Keeps the first bytes; a negative length says how many go."""
    with open(path, "r+b") as file:
        file.truncate(length if length >= 0 else os.path.getsize(path) + length)


def graft(path, other, length):
    """Gives a file the first bytes of another."""
    with open(other, "rb") as file:
        head = file.read(length)
    with open(path, "r+b") as file:
        file.write(head)


def link(path, target):
    os.symlink(target, in_folder_of(path))


def move(path, target):
    os.rename(path, in_folder_of(target))


def copy(path, target):
    shutil.copy(path, in_folder_of(target))


STEPS = {
    "write": write, "compile": compile_, "time": time, "patch": patch, "cut": cut, "graft": graft, "link": link, "move": move,
    "copy": copy, "folder": os.makedirs, "remove": os.remove,
}  # fmt: skip


def build(steps):
    for step in steps:
        STEPS[step[0]](*step[1:])


def import_(rows):
    return [ran(row["folders"], row["module"]) for row in rows]


def ran(folders, name):
    """`old` or `new`, what the module says it is; `nothing` when there is no such module, `fails` for other errors."""
    sys.path[:0] = folders
    if hasattr(importlib, "invalidate_caches"):
        importlib.invalidate_caches()
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        return "nothing" if str(error).startswith("No module named") else "fails"
    except Exception:
        return "fails"
    else:
        if getattr(module, "V", None):
            return module.V
        file = getattr(module, "__file__", None)
        if file is None:
            return "namespace of %d" % len([path for path in module.__path__ if path.startswith(tuple(folders))])
        return os.path.splitext(file)[1]
    finally:
        del sys.path[: len(folders)]
        root = name.partition(".")[0]
        for imported in [each for each in sys.modules if each.partition(".")[0] == root]:
            del sys.modules[imported]


def modules(folder):
    return sorted(name for _, name, _ in pkgutil.iter_modules([folder]))


def hashes(contents):
    from importlib.util import source_hash

    return [source_hash(bytes.fromhex(content)).hex() for content in contents]


def compiled(sources):
    """Compiles sources as they are, each into the file of that name that is given with it."""
    for source, target in sources:
        compile_(source, target, "TIMESTAMP", -1)


COMMANDS = {
    "about": about, "build": build, "import": import_, "modules": modules, "hashes": hashes, "compile": compiled,
}  # fmt: skip

if __name__ == "__main__":
    json.dump(COMMANDS[sys.argv[1]](json.load(sys.stdin)), sys.stdout)
