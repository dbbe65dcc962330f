import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { composeRun } from "../../native/composeRun.ts";
import { addPytest } from "../../native/fixtures/sandboxTools.ts";
import { environmentFor } from "../../native/services/environment.ts";
import type { Figure } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const mutants = 20;

const files = {
  "pricing.py": `def price(quantity, unit, member=False):
    """The price of an order in cents."""
    if quantity <= 0:
        raise ValueError("quantity must be positive")
    total = quantity * unit
    if quantity >= 10 and unit > 100:
        total = total - total // 10
    if member:
        total -= 50
    elif not total:
        total += 1
    return max(total, 0)
`,
  "test_pricing.py": `import pytest
from pricing import price


def test_plain():
    assert price(2, 100) == 200
    assert price(9, 200) == 1800


def test_discount():
    assert price(10, 200) == 1800
    assert price(11, 100) == 1100
    assert price(11, 101) == 1000


def test_member():
    assert price(1, 100, member=True) == 50
    assert price(1, 10, member=True) == 0


def test_refused():
    with pytest.raises(ValueError):
        price(0, 100)
    assert price(1, 7) == 7
    assert price(1, 0) == 1
`,
};

export const figure: Figure = {
  name: "mutation",
  claims: "20 mutants of a small function, its tests run against each in the sandbox, two at a time",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const workspace = join(folder, "workspace");
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(workspace, name)), { recursive: true });
        writeFileSync(join(workspace, name), text);
      }
      addPytest(workspace);
      const environment = { ...environmentFor(workspace, {}), home: join(folder, "home") };
      const { mutations } = composeRun(environment, process.env);
      const measure = async (): Promise<readonly [number, number]> => {
        const measured = await mutations.mutate(
          { path: "pricing.py", functionName: "price", testFile: "test_pricing.py", files: [], mutants },
          () => {},
          new AbortController().signal,
        );
        if (!measured.ok) throw new Error(measured.error.message);
        const { killed, timedOut, survived, score, milliseconds } = measured.value;
        if (killed + timedOut + survived !== mutants) throw new Error("Not every mutant was judged.");
        return [milliseconds / 1000, score];
      };
      const [first, score] = await measure();
      progress(`${Math.round(score * 100)} % noticed in ${first.toFixed(1)} s`);
      const [again] = await measure();
      return [
        { what: "20 mutants, pytest, from nothing", value: first, unit: "s", target: { atMost: 15 } },
        { what: "the same again, nothing changed", value: again, unit: "s" },
        {
          what: "share of them that good tests notice",
          value: score * 100,
          unit: "%",
          target: { atLeast: 80 },
        },
      ];
    }),
};
