import argparse
import subprocess
import sys


def dump(database, target):
    command = " ".join(["pg_dump", database, "| gzip >", target])
    return subprocess.call(command, shell=True)


def main():
    parser = argparse.ArgumentParser(description="nightly dump, called by the scheduler's web hook")
    parser.add_argument("database")
    parser.add_argument("--target", default="dump.sql.gz")
    options = parser.parse_args()
    sys.exit(dump(options.database, options.target))


if __name__ == "__main__":
    main()
