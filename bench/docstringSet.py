"""Makes a set of questions with known answers out of the Python packages that are installed here.

    python3 -I docstringSet.py FOLDER

Copies modules of permissively licensed packages (by their own metadata) into FOLDER/workspace with every docstring cut
out, and writes FOLDER/questions.json: the first line of a function's docstring as the question, where that function now
stands as the answer. The same installation gives the same set.
"""

import ast
import hashlib
import importlib.metadata
import json
import re
import sys
from pathlib import Path

MOST_FUNCTIONS = 8000
MOST_OF_ONE_PACKAGE = 200
QUESTIONS = 500
PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|ISC|0BSD|MIT-0)\b", re.I)
RESTRICTED = re.compile(r"\b(A?GPL|LGPL|MPL|CC-BY|EUPL|CeCILL|SSPL|proprietary)\b|Public License", re.I)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def is_permissive(metadata) -> bool:
    stated = " ".join(
        [
            metadata.get("License-Expression") or "",
            (metadata.get("License") or "").split("\n")[0],
            *[one for one in metadata.get_all("Classifier") or [] if one.startswith("License")],
        ]
    )
    return bool(PERMISSIVE.search(stated)) and not RESTRICTED.search(stated)


def docstring_of(node) -> ast.Expr | None:
    first = node.body[0] if node.body else None
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return first if is_text else None


def question_of(text: str) -> str | None:
    line = next((line.strip() for line in text.split("\n") if line.strip()), "")
    words = re.findall(r"[A-Za-z]{2,}", line)
    return line if 5 <= len(words) <= 30 and line.isascii() and not line.startswith((":", ">", "Test")) else None


def without_docstrings(source: str, tree: ast.Module):
    """The text without its docstrings, and the functions with where they stand in it and what their docstring said."""
    lines = source.split("\n")
    gone: set[int] = set()
    functions = []
    for node in ast.walk(tree):
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Module)):
            continue
        text = docstring_of(node)
        own = text is not None and (isinstance(node, ast.Module) or text.lineno > node.lineno)
        if own and lines[text.end_lineno - 1].rstrip().endswith(("'", '"')):
            gone.update(range(text.lineno, text.end_lineno + 1))
        if isinstance(node, FUNCTIONS):
            functions.append((node, text.value.value if own else None))
    left = [0]
    for number in range(1, len(lines) + 1):
        left.append(left[-1] + (number not in gone))
    kept = "\n".join(line for number, line in enumerate(lines, 1) if number not in gone)
    placed = [(left[node.lineno], left[node.end_lineno], text) for node, text in functions]
    return kept, placed


def main() -> None:
    folder = Path(sys.argv[1])
    total, packages, questions, asked = 0, {}, [], set()
    distributions = {one.metadata["Name"]: one for one in importlib.metadata.distributions()}
    for name in sorted(distributions, key=str.lower):
        of_package = 0
        for file in sorted(distributions[name].files or [], key=str) if is_permissive(distributions[name].metadata) else []:
            path = str(file)
            if total >= MOST_FUNCTIONS or of_package >= MOST_OF_ONE_PACKAGE:
                break
            if not path.endswith(".py") or path.startswith("..") or re.search(r"(^|[/_])(tests?|testing|_?vendor(ed)?)([/_.])", path):
                continue
            try:
                source = file.locate().read_text(encoding="utf-8")
                kept, functions = without_docstrings(source, ast.parse(source))
            except (OSError, SyntaxError, UnicodeDecodeError, ValueError, RecursionError):
                continue
            if not functions:
                continue
            target = folder / "workspace" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(kept, encoding="utf-8")
            of_package += len(functions)
            total += len(functions)
            for start, end, text in functions:
                question = question_of(text) if text is not None else None
                if question is None or end - start < 3 or question in asked:
                    continue
                asked.add(question)
                questions.append({"question": question, "path": path, "startLine": start, "endLine": end})
        if of_package > 0:
            packages[f"{name} {distributions[name].version}"] = of_package
    # In an order that has nothing to do with the packages.
    questions.sort(key=lambda one: hashlib.sha256(f"{one['path']}{one['startLine']}".encode()).digest())
    (folder / "questions.json").write_text(
        json.dumps({"functions": total, "packages": packages, "questions": questions[:QUESTIONS]})
    )


main()
