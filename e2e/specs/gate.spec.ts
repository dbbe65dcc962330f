import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { airlockJson } from "../commandLine.ts";
import { expect, test } from "../fixtures.ts";

const handler = `import requests
from flask import Flask, request

app = Flask(__name__)


def address(host):
    return "http://" + host + "/status"


@app.route("/status")
def status():
    host = request.args["host"]
    answer = requests.get(address(host), verify=False, timeout=5)
    return {"up": answer.ok}
`;

test("a finding tells the way of the value; a mechanical fix is shown as a diff, gated and applied", async ({
  workbench,
  workspace,
  page,
}) => {
  writeFileSync(join(workspace, "status.py"), handler);
  await workbench.openFile("status.py");
  await workbench.runCommand("Scan the Open File");
  const request = page.getByTestId("gate-finding").filter({ hasText: "CWE-918" });
  await expect(request).toContainText(/blocked/i);
  const steps = request.getByRole("list", { name: "The way of the value" }).getByRole("listitem");
  await expect(steps).toHaveText([
    /13\s*enters here: "host" of the request/,
    /13\s*kept in host/,
    /14\s*passed as host of address\(\)/,
    /14\s*returned by address\(\)/,
    /14\s*does harm here/,
  ]);
  await steps.first().getByRole("button", { name: "13" }).click();
  await workbench.expectCursor(13);

  const certificate = page.getByTestId("gate-finding").filter({ hasText: "CWE-295" });
  await expect(certificate.getByTestId("gate-fix")).toContainText("verify=True");
  await certificate.getByRole("button", { name: "Apply the fix" }).click();
  await expect(page.getByTestId("gate-finding").filter({ hasText: "CWE-295" })).toHaveCount(0);
  await workbench.save();
  await expect(workbench.tab(/status\.py.*unsaved/i)).toHaveCount(0);
  expect(readFileSync(join(workspace, "status.py"), "utf8")).toBe(
    handler.replace("verify=False", "verify=True"),
  );
});

const dangerous = `import os


def remove(name):
    os.system("rm " + name)


def copy(name):
    os.system("cp " + 
`;

test("a blocked suggestion goes in on a person's word alone, with a reason that the ledger keeps", async ({
  workbench,
  workspace,
  home,
  page,
}) => {
  writeFileSync(join(workspace, "danger.py"), dangerous);
  await workbench.openFile("danger.py");
  await workbench.goTo(9, 1);
  await page.keyboard.press("End");
  await page.keyboard.press("Alt+\\");
  await expect(page.locator(".monaco-editor .view-lines")).toContainText(/Blocked:.*CWE-78/);
  await workbench.runCommand("Show Verdicts");
  const verdict = page.getByTestId("gate-verdict").first();

  await verdict.getByRole("button", { name: "Let it through…" }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("because");
  await page.getByRole("button", { name: "Let it through", exact: true }).click();
  await expect(page.getByText("give a reason of at least ten characters")).toBeVisible();

  await verdict.getByRole("button", { name: "Let it through…" }).click();
  const reason = "The name comes from our own table of printers.";
  await page.getByRole("textbox", { name: "Reason" }).fill(reason);
  await page.getByRole("button", { name: "Let it through", exact: true }).click();
  await expect(page.getByText("Inserted on your word")).toBeVisible();
  await workbench.save();
  await expect(workbench.tab(/danger\.py.*unsaved/i)).toHaveCount(0);
  expect(readFileSync(join(workspace, "danger.py"), "utf8")).toMatch(/"cp " \+\s*\w/);

  const out = join(home, "rows.jsonl");
  airlockJson(home, "ledger", "export", "--format", "raw", "--out", out);
  const rows = readFileSync(out, "utf8");
  expect(rows).toContain(reason);
  expect(airlockJson(home, "ledger", "verify")).toMatchObject({ ok: true });
});

test("the workspace's policy can require a tool that is missing: nothing is let through, and it says so", async ({
  workbench,
  workspace,
  page,
}) => {
  writeFileSync(join(workspace, "airlock.policy.yml"), "version: 1\nrequires: [bandit]\n");
  writeFileSync(join(workspace, "plain.py"), "total = 1\n");
  await workbench.openFile("plain.py");
  await workbench.runCommand("Scan the Open File");
  await expect(page.getByText(/The policy requires bandit/)).toBeVisible();
});
