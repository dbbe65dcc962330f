import argparse
import gzip
import shutil
import subprocess
import sys


def dump(database, target):
    command = ["pg_dump", "--", database]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process, gzip.open(target, "wb") as out:
        shutil.copyfileobj(process.stdout, out)
    return process.returncode


def main():
    parser = argparse.ArgumentParser(description="nightly dump, called by the scheduler's web hook")
    parser.add_argument("database")
    options = parser.parse_args()
    sys.exit(dump(options.database, "dump.sql.gz"))


if __name__ == "__main__":
    main()
