"""What CPython's own parser makes of Python files, for comparison with src/python.

Reads one path per line from standard input; writes, per file, one line of JSON: null if CPython rejects
the file, or else its statements. Each expression is written twice where its value counts: as a tree, and evaluated.
"""

import ast
import json
import struct
import sys
import warnings

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.UAdd: "+", ast.USub: "-", ast.Invert: "~",
}  # fmt: skip
UNKNOWN = ["unknown"]


def scalar(value):
    if value is None:
        return ["none"]
    if value is True or value is False:
        return ["boolean", value]
    if isinstance(value, str):
        return ["string", value]
    if isinstance(value, bytes):
        return ["bytes", value.decode("latin-1")]
    if isinstance(value, int):
        return ["int", str(value)]
    if isinstance(value, float):
        return ["float", struct.pack(">d", value).hex()]
    if isinstance(value, complex):
        return ["complex", struct.pack(">d", value.imag).hex()]
    return UNKNOWN


class Reader:
    def __init__(self, lines):
        self.lines = lines

    def is_loose(self, node):
        """Whether a string holds what the reader leaves unknown: named characters and surrogates."""
        text = b"".join(self.lines[node.lineno - 1 : node.end_lineno])
        return b"\\N" in text or b"\\u" in text.lower()

    def constant(self, node, value):
        loose = isinstance(value, str) and self.is_loose(node)
        return ["loose", scalar(value)] if loose else scalar(value)

    def joined(self, node):
        """The text of an f-string without holes, or None."""
        if all(isinstance(part, ast.Constant) for part in node.values):
            return "".join(part.value for part in node.values)
        return None

    def many(self, nodes):
        return [self.tree(node) for node in nodes]

    def keywords(self, nodes):
        return [[node.arg, self.tree(node.value)] for node in nodes]

    def tree(self, node):
        kind = type(node)
        if node is None:
            return None
        if kind is ast.Constant:
            return ["ellipsis"] if node.value is ... else self.constant(node, node.value)
        if kind is ast.Name:
            return ["name", node.id]
        if kind is ast.Attribute:
            return ["attribute", self.tree(node.value), node.attr]
        if kind is ast.Call:
            return ["call", self.tree(node.func), self.many(node.args), self.keywords(node.keywords)]
        if kind in (ast.Tuple, ast.List, ast.Set):
            return [kind.__name__.lower(), self.many(node.elts)]
        if kind is ast.Dict:
            return ["dict", [[self.tree(key), self.tree(value)] for key, value in zip(node.keys, node.values)]]
        if kind is ast.BinOp:
            return ["binary", OPERATORS[type(node.op)], self.tree(node.left), self.tree(node.right)]
        if kind is ast.UnaryOp and not isinstance(node.op, ast.Not):
            return ["unary", OPERATORS[type(node.op)], self.tree(node.operand)]
        if kind is ast.Subscript:
            return ["subscript", self.tree(node.value), self.tree(node.slice)]
        if kind is ast.Slice:
            return ["slice", self.tree(node.lower), self.tree(node.upper), self.tree(node.step)]
        if kind is ast.Starred:
            return ["starred", self.tree(node.value)]
        if kind is ast.JoinedStr:
            text = self.joined(node)
            return ["formatted"] if text is None else self.constant(node, text)
        return ["formatted"] if kind.__name__ == "TemplateStr" else ["opaque"]

    def sequence(self, node):
        values, complete = [], True
        for element in node.elts:
            if not isinstance(element, ast.Starred):
                values.append(self.value(element))
                continue
            inner = self.value(element.value)
            if inner[0] in ("list", "tuple"):
                values += inner[1]
                complete = complete and inner[2]
            else:
                complete = False
        return [type(node).__name__.lower(), values, complete]

    def mapping(self, node):
        entries, complete = [], True
        for key, value in zip(node.keys, node.values):
            inner = self.value(value)
            if key is not None:
                entries.append([self.value(key), inner])
            elif inner[0] == "dict":
                entries += inner[1]
                complete = complete and inner[2]
            else:
                complete = False
        return ["dict", entries, complete]

    def total(self, left, right):
        if left[0] == "loose" or right[0] == "loose":
            inner = self.total(left[1] if left[0] == "loose" else left, right[1] if right[0] == "loose" else right)
            return inner if inner == UNKNOWN else ["loose", inner]
        if left[0] != right[0]:
            return UNKNOWN
        if left[0] in ("string", "bytes"):
            return [left[0], left[1] + right[1]]
        if left[0] in ("list", "tuple"):
            return [left[0], left[1] + right[1], left[2] and right[2]]
        return UNKNOWN

    def value(self, node):
        kind = type(node)
        if kind is ast.Constant:
            return self.constant(node, node.value)
        if kind in (ast.Tuple, ast.List, ast.Set):
            return self.sequence(node)
        if kind is ast.Dict:
            return self.mapping(node)
        if kind is ast.BinOp and isinstance(node.op, ast.Add):
            return self.total(self.value(node.left), self.value(node.right))
        if kind is ast.UnaryOp and isinstance(node.op, (ast.USub, ast.UAdd)):
            inner = self.value(node.operand)
            if isinstance(node.op, ast.UAdd):
                return inner if inner[0] in ("int", "float", "complex") else UNKNOWN
            if inner[0] == "int":
                return scalar(-int(inner[1]))
            return scalar(-struct.unpack(">d", bytes.fromhex(inner[1]))[0]) if inner[0] == "float" else UNKNOWN
        if kind is ast.JoinedStr:
            text = self.joined(node)
            return UNKNOWN if text is None else self.constant(node, text)
        return UNKNOWN

    def suites(self, node):
        """The clauses of a compound statement, or None if the node is none."""
        kind = type(node)
        tail = []
        if kind in (ast.With, ast.AsyncWith):
            return ["with", [["with", self.body(node.body)]]]
        if kind in (ast.For, ast.AsyncFor, ast.While):
            word = "while" if kind is ast.While else "for"
            if node.orelse:
                tail = [["else", self.body(node.orelse)]]
            return [word, [[word, self.body(node.body)], *tail]]
        if kind is ast.Try or kind.__name__ == "TryStar":
            clauses = [["try", self.body(node.body)]]
            clauses += [["except", self.body(handler.body)] for handler in node.handlers]
            if node.orelse:
                clauses.append(["else", self.body(node.orelse)])
            if node.finalbody:
                clauses.append(["finally", self.body(node.finalbody)])
            return ["try", clauses]
        if kind.__name__ == "Match":
            return ["match", [["case", self.body(case.body)] for case in node.cases]]
        return ["if", self.branches(node)] if kind is ast.If else None

    def branches(self, node):
        column = node.col_offset
        clauses = [["if", self.body(node.body)]]
        rest = node.orelse
        while len(rest) == 1 and isinstance(rest[0], ast.If) and rest[0].col_offset == column:
            clauses.append(["elif", self.body(rest[0].body)])
            rest = rest[0].orelse
        if rest:
            clauses.append(["else", self.body(rest)])
        return clauses

    def body(self, nodes):
        return [[node.lineno, *self.statement(node)] for node in nodes]

    def statement(self, node):
        kind = type(node)
        if kind is ast.Import:
            return ["import", [[name.name, name.asname] for name in node.names]]
        if kind is ast.ImportFrom:
            return ["from", node.module or "", node.level, [[name.name, name.asname] for name in node.names]]
        if kind is ast.ClassDef:
            header = [self.many(node.bases), self.keywords(node.keywords), self.many(node.decorator_list)]
            return ["class", node.name, *header, self.body(node.body)]
        if kind in (ast.FunctionDef, ast.AsyncFunctionDef):
            return ["function", node.name, self.many(node.decorator_list), node.end_lineno]
        if kind is ast.Assign:
            return ["assign", self.many(node.targets), None, self.tree(node.value), self.value(node.value)]
        if kind is ast.AnnAssign:
            value = None if node.value is None else self.value(node.value)
            return ["assign", [self.tree(node.target)], self.tree(node.annotation), self.tree(node.value), value]
        if kind is ast.AugAssign:
            return ["augmented", self.tree(node.target), OPERATORS[type(node.op)] + "=", self.tree(node.value)]
        if kind is ast.Delete:
            return ["delete"]
        if kind is ast.Expr and not isinstance(node.value, (ast.Yield, ast.YieldFrom)):
            return ["expression", self.tree(node.value)]
        block = self.suites(node)
        return ["other"] if block is None else ["block", *block]


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    for line in sys.stdin:
        with open(line.rstrip("\n"), "rb") as file:
            source = file.read()
        try:
            module = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            print("null")
            continue
        lines = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        print(json.dumps(Reader(lines).body(module.body), separators=(",", ":")))


main()
