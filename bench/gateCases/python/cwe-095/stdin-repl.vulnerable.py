import math
import sys


class Shell:
    prompt = "> "

    def __init__(self):
        self.scope = {name: getattr(math, name) for name in dir(math) if not name.startswith("_")}

    def step(self, line):
        name, equals, value = line.partition(":=")
        if equals:
            self.scope[name.strip()] = eval(value, self.scope)
            return ""
        return str(eval(line, self.scope))


def main():
    shell = Shell()
    while line := input(shell.prompt):
        print(shell.step(line), file=sys.stdout)


if __name__ == "__main__":
    main()
