"""Runs one test file with pytest: pytestRunner.py FILE [-x]. Its results go to the report channel alone."""

import os
import sys


def main():
    from reachedLines import follower
    from reportChannel import open_channel

    test, reached, end, missing = open_channel()
    following = follower()
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

    class Following:
        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtestloop(self, session):
            option = session.config.getoption
            if option("dist", "no") != "no" or option("forked", False):
                following.problem = "The tests ran in other processes."
            following.begin()
            yield

    plugins = [Report()] if following is None else [Report(), Following()]
    arguments = ["-q", "--color=no", "-p", "no:cacheprovider", *sys.argv[2:], sys.argv[1]]
    code = int(pytest.main(arguments, plugins=plugins))
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
