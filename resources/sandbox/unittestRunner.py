"""Runs one test file with unittest: unittestRunner.py FILE [-x]. Its results go to the report channel alone."""

import importlib
import importlib.util
import os
import sys
import time
import traceback


def load(path):
    """By its dotted name where it has one, so that imports relative to its package work."""
    stem = path[: -len(".py")]
    parts = stem.split("/")
    if all(part.isidentifier() for part in parts):
        return importlib.import_module(".".join(parts))
    spec = importlib.util.spec_from_file_location("tests_under_run", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def main():
    from reachedLines import follower
    from reportChannel import open_channel

    test, reached, end, _ = open_channel()
    following = follower()
    import unittest

    path, stop_at_first = sys.argv[1], "-x" in sys.argv[2:]
    sys.argv = [path]
    sys.path[0] = os.getcwd()
    sys.path.append(os.path.abspath(os.path.dirname(path)))
    if os.path.isdir("src"):
        sys.path.append(os.path.abspath("src"))
    try:
        module = load(path)
    except (Exception, SystemExit):
        test(path, "error", 0.0, traceback.format_exc())
        end(1)
        return 1

    class Result(unittest.TextTestResult):
        started = 0.0
        failed_parts = False

        def report(self, case, outcome, message=""):
            test(case.id(), outcome, time.perf_counter() - self.started, message)

        def startTest(self, case):
            super().startTest(case)
            self.started = time.perf_counter()
            self.failed_parts = False

        def addSuccess(self, case):
            super().addSuccess(case)
            if not self.failed_parts:
                self.report(case, "passed")

        def addError(self, case, problem):
            super().addError(case, problem)
            self.report(case, "error", self.errors[-1][1])

        def addFailure(self, case, problem):
            super().addFailure(case, problem)
            self.report(case, "failed", self.failures[-1][1])

        def addSkip(self, case, reason):
            super().addSkip(case, reason)
            self.report(case, "skipped", reason)

        def addExpectedFailure(self, case, problem):
            super().addExpectedFailure(case, problem)
            self.report(case, "passed")

        def addUnexpectedSuccess(self, case):
            super().addUnexpectedSuccess(case)
            self.report(case, "failed", "It passed, and was expected to fail.")

        def addSubTest(self, case, part, problem):
            super().addSubTest(case, part, problem)
            if problem is not None:
                self.failed_parts = True
                self.report(part, "failed", "".join(traceback.format_exception(*problem)))

    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    runner = unittest.TextTestRunner(resultclass=Result, failfast=stop_at_first)
    if following is not None:
        following.begin()
    code = 0 if runner.run(suite).wasSuccessful() else 1
    if following is not None:
        reached(*following.end())
    end(code)
    return code


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread that a test left running must not keep the run alive.
    os._exit(status)
