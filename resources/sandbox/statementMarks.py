"""Notes which lines of a file run by marks in front of its statements, where Python has no sys.monitoring."""

import ast
import os
import sys
from importlib.machinery import SourceFileLoader

from reachedLines import Follower

functions = (ast.FunctionDef, ast.AsyncFunctionDef)


class Marks(Follower):
    """Before Python 3.12: a tracer would make the run ten times slower, so each statement of the file's functions gets a
    store into a list of ours in front of it when the file is compiled. The list has no name that code could meet, the
    store stands on the statement's own line and cannot fail."""

    def __init__(self, target):
        super().__init__(target)
        self._noted = []
        usual = SourceFileLoader.source_to_code

        def source_to_code(loader, data, path, **options):
            if self.is_target(os.fspath(path)):
                try:
                    return self._marked(data, path, options.get("_optimize", -1))
                except SyntaxError:
                    # Said better by the usual way.
                    pass
                except Exception as error:
                    self.problem = f"The file could not be prepared for it: {error}."
            return usual(loader, data, path, **options)

        SourceFileLoader.source_to_code = source_to_code

    def begin(self):
        # What ran until here ran on loading.
        for noted in self._noted:
            noted[:] = bytes(len(noted))

    def ran(self):
        files = [vars(module).get("__file__") for module in list(sys.modules.values()) if hasattr(module, "__dict__")]
        if not self._noted and any(isinstance(file, str) and self.is_target(file) for file in files):
            self.problem = "The file was loaded in a way that cannot be followed before Python 3.12."
        return {line for noted in self._noted for line, is_set in enumerate(noted) if is_set}

    def _marked(self, data, path, optimize):
        tree = compile(data, path, "exec", flags=ast.PyCF_ONLY_AST, dont_inherit=True)
        place = f"airlock {os.urandom(16).hex()}"
        mark_statements(tree, lambda line: ast.parse(f"{place!r}[{line}] = 1").body[0])
        noted = bytearray(data.count(b"\n") + data.count(b"\r") + 2)
        self._noted.append(noted)

        def with_list(code):
            constants = (
                noted if one == place else with_list(one) if isinstance(one, type(code)) else one
                for one in code.co_consts
            )
            return code.replace(co_consts=tuple(constants))

        return with_list(compile(tree, path, "exec", dont_inherit=True, optimize=optimize))


def mark_statements(tree, mark_of):
    waiting = [(tree, False)]
    while waiting:
        node, is_inside = waiting.pop()
        is_inside = is_inside or isinstance(node, functions)
        waiting += [(one, is_inside) for one in ast.iter_child_nodes(node)]
        if not is_inside:
            continue
        for field in ("body", "orelse", "finalbody"):
            statements = getattr(node, field, None)
            if isinstance(statements, list):
                setattr(node, field, with_marks(node, field, statements, mark_of))


def with_marks(node, field, statements, mark_of):
    marked = []
    for index, statement in enumerate(statements):
        is_text = isinstance(statement, ast.Expr) and isinstance(getattr(statement, "value", None), ast.Constant)
        holds_text = isinstance(node, (*functions, ast.ClassDef))
        # The first text of a function must stay first: it is its documentation.
        if not (is_text and holds_text and index == 0 and field == "body"):
            mark = mark_of(statement.lineno)
            for part in ast.walk(mark):
                if hasattr(part, "lineno"):
                    ast.copy_location(part, statement)
            marked.append(mark)
        marked.append(statement)
    return marked
