"""A kernel on Python's standard library alone, for machines where ipykernel is not to be had.

It listens on a Unix socket that is this account's alone and speaks lines of JSON: what Jupyter's kernels say, without
Jupyter's envelopes (native/adapters/kernel/standardKernel.ts is the other side). It outlives whoever started it: the next
one who knows the token is heard in the place of the last.

    python3 airlock_kernel.py SOCKET TOKEN_FILE
"""

import ast
import asyncio
import base64
import builtins
import inspect
import json
import linecache
import os
import queue
import re
import signal
import socket
import sys
import threading
import time
import traceback
import types

MOST_WAITING = 10_000
LONG_TEXT = 8192
# Seconds that an unfinished line waits for its end.
LONG_WAIT = 0.25
MIME_METHODS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "text/latex": "_repr_latex_",
    "application/json": "_repr_json_",
}


class Channel:
    """The one who is connected, or nobody; what is said to nobody waits for the next, up to a bound."""

    def __init__(self):
        self.lock = threading.Lock()
        self.file = None
        self.waiting = []

    def connect(self, file):
        with self.lock:
            self.file = file
            waiting, self.waiting = self.waiting, []
        for message in waiting:
            self.send(message)

    def send(self, message):
        line = json.dumps(message, ensure_ascii=True, default=str) + "\n"
        with self.lock:
            if self.file is not None:
                try:
                    self.file.write(line.encode("ascii"))
                    self.file.flush()
                    return
                except (OSError, ValueError):
                    self.file = None
            if len(self.waiting) < MOST_WAITING:
                self.waiting.append(message)


class Stream:
    """sys.stdout and sys.stderr of a run."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, kernel, name):
        self.kernel = kernel
        self.name = name
        self.lock = threading.RLock()
        self.pending = []
        self.since = 0.0

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            with self.lock:
                if not self.pending:
                    self.since = time.monotonic()
                self.pending.append(text)
            if len(text) > LONG_TEXT:
                self.flush()
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        with self.lock:
            text, self.pending = "".join(self.pending), []
            if text:
                self.kernel.send("stream", name=self.name, text=text)

    def flush_when_due(self):
        """Whole lines at once; what has no end yet is waited for a moment."""
        with self.lock:
            if self.pending and (
                self.pending[-1].endswith("\n") or time.monotonic() - self.since > LONG_WAIT
            ):
                self.flush()

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return True

    def fileno(self):
        return 1 if self.name == "stdout" else 2


class Kernel:
    def __init__(self, token):
        self.token = token
        self.channel = Channel()
        self.requests = queue.Queue()
        self.inputs = queue.Queue()
        self.count = 0
        self.current = None
        self.silent = False
        self.running = False
        self.streams = (Stream(self, "stdout"), Stream(self, "stderr"))
        self.loop = asyncio.new_event_loop()
        # A module of its own, so that what a cell defines can be pickled and imported as from a script.
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        self.memory = main.__dict__
        self.memory.update({"__builtins__": builtins, "display": self.display})

    # What is said

    def publish(self, kind, **content):
        """In the order in which it came: what was printed before is said before."""
        self.flush()
        self.send(kind, **content)

    def flush(self):
        for stream in self.streams:
            stream.flush()

    def flush_often(self):
        while True:
            time.sleep(0.03)
            for stream in self.streams:
                stream.flush_when_due()

    def send(self, kind, **content):
        self.channel.send({"kind": kind, "parent": self.current, **content})

    def display(self, *values):
        """Shows values as well as they can show themselves."""
        for value in values:
            self.publish("display_data", data=bundle_of(value), metadata={})

    # What is heard

    def listen(self, path):
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(path)
        os.chmod(path, 0o600)
        server.listen(4)
        while True:
            connection, _ = server.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        file = connection.makefile("rwb")
        try:
            hello = json.loads(file.readline(10_000))
            if hello.get("token") != self.token:
                return
            self.channel.connect(file)
            self.channel.send({"kind": "hello", "version": ".".join(map(str, sys.version_info[:3]))})
            for line in file:
                self.heard(json.loads(line))
        except (OSError, ValueError, AttributeError):
            pass
        finally:
            connection.close()

    def heard(self, request):
        if request.get("type") == "input":
            self.inputs.put(request.get("value"))
        else:
            self.requests.put(request)

    # What is done, one thing after the other, on the main thread: there alone an interrupt arrives

    def run(self):
        while True:
            try:
                request = self.requests.get()
                self.answer(request)
            except KeyboardInterrupt:
                # It came when nothing ran any more.
                continue

    def answer(self, request):
        self.current = request.get("id")
        handler = {
            "execute": self.execute,
            "complete": self.complete,
            "inspect": self.inspect,
            "shutdown": self.shutdown,
        }.get(request.get("type"))
        reply = handler(request) if handler else {"status": "error"}
        self.channel.send({"kind": "reply", "parent": self.current, **reply})

    def execute(self, request):
        code = request.get("code", "")
        self.silent = bool(request.get("silent"))
        if not self.silent:
            self.count += 1
        name = f"<cell {self.count}>" if not self.silent else "<airlock>"
        linecache.cache[name] = (len(code), None, code.splitlines(True), name)
        self.running = True
        try:
            self.run_cell(code, name)
            self.show_figures()
            status = "ok"
        except BaseException as error:  # noqa: BLE001: whatever a cell raises is shown, SystemExit too
            self.running = False
            status = "error"
            self.show_error(error, name)
            self.abort_waiting()
        finally:
            self.running = False
            self.flush()
        return {"status": status, "execution_count": None if self.silent else self.count}

    def run_cell(self, code, name):
        tree = ast.parse(code, name)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not code.rstrip().endswith(";"):
            last = ast.Expression(tree.body.pop().value)
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        if tree.body:
            self.evaluate(compile(tree, name, "exec", flags))
        if last is not None:
            value = self.evaluate(compile(last, name, "eval", flags))
            if value is not None:
                self.memory["_"] = value
                if not self.silent:
                    count = self.count
                    self.publish("execute_result", data=bundle_of(value), metadata={}, execution_count=count)

    def evaluate(self, code):
        value = eval(code, self.memory)  # noqa: S307: running a person's cells is what a kernel is for
        return self.loop.run_until_complete(value) if inspect.iscoroutine(value) else value

    def show_error(self, error, name):
        lines = traceback.format_exception(type(error), error, own_frames(error, name))
        if isinstance(error, SyntaxError) and re.match(r"\s*[%!]", error.text or ""):
            lines.append("Lines that begin with % or ! need ipykernel, which this Python does not have.\n")
        self.publish(
            "error",
            ename=type(error).__name__,
            evalue=str(error),
            traceback="".join(lines).rstrip("\n").split("\n"),
        )

    def abort_waiting(self):
        """What was asked behind a run that failed is not run."""
        kept = []
        while True:
            try:
                request = self.requests.get_nowait()
            except queue.Empty:
                break
            if request.get("type") == "execute" and not request.get("silent"):
                parent = request.get("id")
                self.channel.send({"kind": "reply", "parent": parent, "status": "aborted", "execution_count": None})
            else:
                kept.append(request)
        for request in kept:
            self.requests.put(request)

    def show_figures(self):
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None or self.silent:
            return
        for number in pyplot.get_fignums():
            self.display(pyplot.figure(number))
            pyplot.close(number)

    def ask(self, prompt=""):
        """input(): a person is asked."""
        self.publish("input_request", prompt=str(prompt), password=False)
        while True:
            try:
                value = self.inputs.get(timeout=0.2)
                break
            except queue.Empty:
                continue
        if value is None:
            raise EOFError("There is nobody to ask.")
        return value

    def complete(self, request):
        code, cursor = request.get("code", ""), request.get("cursor_pos", 0)
        found = re.search(r"(?:[^\W\d]\w*\.)*(?:[^\W\d]\w*)?$", code[:cursor])
        text = found.group(0) if found else ""
        owner, dot, start = text.rpartition(".")
        try:
            names = dir(eval(owner, self.memory)) if dot else [*self.memory, *dir(builtins)]  # noqa: S307
        except Exception:  # noqa: BLE001: a property may raise anything
            names = []
        hidden = not start.startswith("_")
        matches = sorted({n for n in names if n.startswith(start) and not (hidden and n.startswith("_"))})
        return {"status": "ok", "matches": matches, "cursor_start": cursor - len(start), "cursor_end": cursor}

    def inspect(self, request):
        code, cursor = request.get("code", ""), request.get("cursor_pos", 0)
        before = re.search(r"[\w.]*$", code[:cursor]).group(0)
        after = re.match(r"\w*", code[cursor:]).group(0)
        try:
            value = eval(before + after, self.memory)  # noqa: S307
        except Exception:  # noqa: BLE001
            return {"status": "ok", "found": False}
        try:
            head = f"{before}{after}{inspect.signature(value)}"
        except (TypeError, ValueError):
            head = f"{before}{after}: {type(value).__name__}"
        text = f"{head}\n\n{inspect.getdoc(value) or ''}".strip()
        return {"status": "ok", "found": True, "data": {"text/plain": text}}

    def shutdown(self, _request):
        self.channel.send({"kind": "reply", "parent": self.current, "status": "ok"})
        os._exit(0)


def bundle_of(value):
    """The ways in which a value can show itself, as Jupyter names them."""
    data = {}
    whole = getattr(value, "_repr_mimebundle_", None)
    if callable(whole) and not isinstance(value, type):
        try:
            answer = whole()
            data.update(answer[0] if isinstance(answer, tuple) else answer or {})
        except Exception:  # noqa: BLE001: a value that cannot show itself has its repr
            pass
    for mime, method in MIME_METHODS.items():
        show = getattr(value, method, None)
        if mime in data or not callable(show) or isinstance(value, type):
            continue
        try:
            answer = show()
        except Exception:  # noqa: BLE001
            continue
        if answer is not None:
            data[mime] = answer[0] if isinstance(answer, tuple) else answer
    figure = figure_of(value)
    if figure is not None:
        data.setdefault("image/png", figure)
    try:
        data.setdefault("text/plain", repr(value))
    except Exception as error:  # noqa: BLE001
        data.setdefault("text/plain", f"<{type(value).__name__}, whose repr raised {type(error).__name__}>")
    return {mime: base64.b64encode(v).decode() if isinstance(v, bytes) else v for mime, v in data.items()}


def figure_of(value):
    """A matplotlib figure as PNG; None for everything else."""
    kind = getattr(sys.modules.get("matplotlib.figure"), "Figure", None)
    if kind is None or not isinstance(value, kind):
        return None
    import io

    buffer = io.BytesIO()
    value.savefig(buffer, format="png", bbox_inches="tight")
    return buffer.getvalue()


def own_frames(error, name):
    """The traceback from the cell on: how it was called is nobody's business."""
    frame = error.__traceback__
    while frame is not None and frame.tb_frame.f_code.co_filename == __file__:
        frame = frame.tb_next
    return frame


def main():
    path, token_file = sys.argv[1:3]
    with open(token_file, encoding="utf-8") as file:
        kernel = Kernel(file.read().strip())
    os.environ.setdefault("MPLBACKEND", "Agg")
    sys.argv = [""]
    sys.path.insert(0, "")
    sys.stdout, sys.stderr = kernel.streams
    sys.stdin = None
    builtins.input = kernel.ask

    def interrupted(_signal, _frame):
        # Between two runs there is nothing to interrupt.
        if kernel.running:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupted)
    threading.Thread(target=kernel.flush_often, daemon=True).start()
    threading.Thread(target=kernel.listen, args=(path,), daemon=True).start()
    kernel.run()


if __name__ == "__main__":
    main()
