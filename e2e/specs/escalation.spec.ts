import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startWireServer, type WireServer, wholeAnswer } from "../../native/fixtures/wireServer.ts";
import { test as base, expect } from "../fixtures.ts";
import { AssistantPanel } from "../pages/assistantPanel.ts";
import { configureProvider, EscalationPage, sha256 } from "../pages/escalationPage.ts";
import { Workbench } from "../pages/workbench.ts";

/** Looks like a key of a cloud provider and is none. */
const key = ["AKIA", "Q3EGRIVWZ5TL7XKP"].join("");

const test = base.extend<{ readonly wire: WireServer; readonly workbench: Workbench }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  wire: async ({}, use) => {
    const wire = await startWireServer();
    await use(wire);
    wire.dispose();
  },
});

const refactored = JSON.stringify({
  explanation: "It sums once per month.",
  code: 'def monthly_totals(orders: list[Order]) -> dict[str, int]:\n    """Sum of amounts per calendar month, in cents."""\n    totals: dict[str, int] = {}\n    for order in orders:\n        totals[order.month] = totals.get(order.month, 0) + order.amount\n    return totals',
});

test("a question is asked beyond this machine once a person has seen its very bytes; its answer stands beside the local ones", async ({
  workspace,
  home,
  wire,
  page,
  server,
}) => {
  writeFileSync(join(workspace, ".airlockignore"), "secret_plans/\n");
  mkdirSync(join(workspace, "secret_plans"));
  writeFileSync(join(workspace, "secret_plans", "totals.py"), "def monthly_totals_plan(): ...\n");
  const reports = readFileSync(join(workspace, "orders", "reports.py"), "utf8");
  const withKey = reports.replace(
    "    totals: dict[str, int] = defaultdict(int)\n",
    `    aws_key = "${key}"\n    totals: dict[str, int] = defaultdict(int)\n`,
  );
  writeFileSync(join(workspace, "orders", "reports.py"), withKey);
  configureProvider(home, { kind: "openai-compatible", port: wire.port });
  wire.answer(wholeAnswer(refactored));
  const workbench = new Workbench(page);
  await workbench.open(server.link);
  const assistant = new AssistantPanel(workbench);
  const escalation = new EscalationPage(page);
  await workbench.openFile("orders/reports.py");
  await workbench.goTo(28, 5);
  await assistant.askInline("refactor", "without defaultdict");
  const local = await (await assistant.columns()).count();
  await page.screenshot({ path: "/tmp/s1.png" });
  await assistant.turns.last().getByRole("button", { name: "Ask the enterprise model…" }).click();
  await escalation.ready();
  await page.screenshot({ path: "/tmp/s2.png" });
  const body = await escalation.body();
  expect(sha256(body)).toBe(await escalation.hash());
  expect(body).not.toContain(key);
  expect(wire.received.length).toBe(0);
  await escalation.sendOnce();
  const columns = page.getByTestId("alternative");
  await expect(columns).toHaveCount(local + 1, { timeout: 90_000 });
  await page.screenshot({ path: "/tmp/s3.png" });
  expect(wire.received.map((one) => one.body)).toEqual([body]);
  await page.getByRole("tab", { name: "Before It Leaves" }).click();
  await page.screenshot({ path: "/tmp/s4.png" });
  await escalation.view.getByRole("button", { name: /1 request/ }).click();
  await page.screenshot({ path: "/tmp/s5.png" });
});
