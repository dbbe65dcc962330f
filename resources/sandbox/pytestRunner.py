"""Runs one test file with pytest: pytestRunner.py FILE [-x]. Its results go to the report channel alone."""

import os
import sys


def main():
    from reportChannel import open_channel

    test, end, missing = open_channel()
    sys.path[0] = os.getcwd()
    if os.path.isdir("src"):
        sys.path.append(os.path.abspath("src"))
    try:
        import pytest
    except ImportError:
        missing("pytest")
        return 3

    class Report:
        def pytest_collectreport(self, report):
            if report.failed:
                test(report.nodeid, "error", 0.0, str(report.longrepr))

        def pytest_runtest_logreport(self, report):
            if report.when != "call" and report.outcome == "passed":
                return
            if report.when == "call":
                outcome = report.outcome
            else:
                outcome = "skipped" if report.skipped else "error"
            message = "" if outcome == "passed" else report.longreprtext or str(report.longrepr)
            test(report.nodeid, outcome, report.duration, message)

    arguments = ["-q", "--color=no", "-p", "no:cacheprovider", *sys.argv[2:], sys.argv[1]]
    code = int(pytest.main(arguments, plugins=[Report()]))
    end(code)
    return code


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread that a test left running must not keep the run alive.
    os._exit(status)
