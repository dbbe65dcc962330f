"""Notes which lines of one file run while tests run. To be begun before any code of the workspace is loaded."""

import os
import sys

most_lines = 20_000


def follower():
    """Of the file that the run names in its environment; None where it names none."""
    path = os.environ.pop("AIRLOCK_TRACE", None)
    if path is None:
        return None
    target = os.path.realpath(path)
    if hasattr(sys, "monitoring"):
        return Monitor(target)
    from statementMarks import Marks

    return Marks(target)


class Follower:
    """What both ways have in common: which file is meant, and what is said of it at the end."""

    def __init__(self, target):
        self.problem = ""
        self._target = target
        self._name = os.path.basename(target)
        self._known = {}

    def is_target(self, path):
        found = self._known.get(path)
        if found is None:
            found = path.endswith(self._name) and os.path.realpath(path) == self._target
            self._known[path] = found
        return found

    def end(self):
        """The lines, counted from 0; None where they were not measured, with a sentence that says why."""
        lines = sorted(line - 1 for line in self.ran() if line > 0)
        if not self.problem and len(lines) > most_lines:
            self.problem = "More lines ran than can be said."
        return (None, self.problem) if self.problem else (lines, None)


class Monitor(Follower):
    """From Python 3.12 on: each line of the file is noted once and costs nothing after that; other files cost one event
    for each of their functions."""

    def __init__(self, target):
        super().__init__(target)
        self._lines = set()
        self._tool = None

    def begin(self):
        monitoring, events = sys.monitoring, sys.monitoring.events
        self._tool = next((one for one in (4, 3) if monitoring.get_tool(one) is None), None)
        if self._tool is None:
            self.problem = "Other tools follow the run already."
            return
        tool, note, is_target = self._tool, self._lines.add, self.is_target

        def entered(code, _):
            # What is no function, the module and the bodies of its classes, runs on loading.
            if code.co_flags & 1 and is_target(code.co_filename):
                monitoring.set_local_events(tool, code, events.LINE)
            return monitoring.DISABLE

        def reached(_, line):
            note(line)
            return monitoring.DISABLE

        monitoring.use_tool_id(tool, "airlock")
        monitoring.register_callback(tool, events.PY_START, entered)
        monitoring.register_callback(tool, events.PY_RESUME, entered)
        monitoring.register_callback(tool, events.LINE, reached)
        monitoring.set_events(tool, events.PY_START | events.PY_RESUME)

    def ran(self):
        if self._tool is not None:
            sys.monitoring.set_events(self._tool, 0)
        return self._lines
