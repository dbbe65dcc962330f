import sys

import pandas as pd


def load(path):
    if path.endswith(".csv"):
        return pd.read_csv(path)
    if path.endswith((".pkl", ".pickle")):
        return pd.read_pickle(path)
    raise SystemExit("unknown format")


def main(argv):
    frames = [load(path) for path in argv[1:]]
    print(pd.concat(frames).describe())


if __name__ == "__main__":
    main(sys.argv)
