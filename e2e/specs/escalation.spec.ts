import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  anthropicBegin,
  anthropicText,
  chatChunk,
  errorAnswer,
  sendChunks,
  sendEvents,
  wholeAnswer,
} from "../../native/fixtures/wireServer.ts";
import { airlockJson } from "../commandLine.ts";
import { AssistantPanel } from "../pages/assistantPanel.ts";
import { configureProvider, openAtTotals, sha256 } from "../pages/escalationPage.ts";
import { expect, test } from "../wireFixture.ts";

/** Looks like a key of a cloud provider and is none. */
const key = ["AKIA", "Q3EGRIVWZ5TL7XKP"].join("");

const refactored = JSON.stringify({
  explanation: "It sums once per month.",
  code: 'def monthly_totals(orders: list[Order]) -> dict[str, int]:\n    """Sum of amounts per calendar month, in cents."""\n    totals: dict[str, int] = {}\n    for order in orders:\n        totals[order.month] = totals.get(order.month, 0) + order.amount\n    return totals',
});

test("off, which is the default, nothing is offered, and who asks for it is told how it is switched on", async ({
  workbench,
  page,
}) => {
  const assistant = new AssistantPanel(workbench);
  await workbench.openFile("orders/reports.py");
  await assistant.ask("Explain", "what is it for");
  await expect(assistant.turns.last().getByRole("button", { name: "Ask again" })).toBeVisible();
  await expect(page.getByRole("button", { name: /enterprise model/ })).toHaveCount(0);
  const box = assistant.panel.getByRole("textbox", { name: "Question" });
  await box.fill("/escalate what is it for");
  await box.press("Enter");
  await expect(page.getByText(/Escalation is off\. Switch on escalation\.enabled/)).toBeVisible();
  await expect(box).toHaveValue("/escalate what is it for");
});

test("a question is asked beyond this machine once a person has seen its very bytes; its answer stands beside the local ones", async ({
  workspace,
  home,
  wire,
  page,
  server,
}) => {
  const reports = readFileSync(join(workspace, "orders", "reports.py"), "utf8");
  const withKey = reports.replace(
    "    totals: dict[str, int] = defaultdict(int)\n",
    `    aws_key = "${key}"\n    totals: dict[str, int] = defaultdict(int)\n`,
  );
  writeFileSync(join(workspace, "orders", "reports.py"), withKey);
  configureProvider(home, { kind: "openai-compatible", port: wire.port });
  wire.answer(wholeAnswer(refactored));
  const { workbench, assistant, escalation } = await openAtTotals(page, server.link);
  await assistant.askInline("refactor", "without defaultdict");
  const local = await (await assistant.columns()).count();
  await assistant.turns.last().getByRole("button", { name: "Ask the enterprise model…" }).click();
  await escalation.ready();
  await expect(escalation.view.getByTestId("redactions")).toContainText("WITHHELD1 for a secret");
  await expect(escalation.view).toContainText("Kept 30 days by the platform team.");

  // A piece is looked at, taken out and put back; each time it is another request.
  const before = await escalation.hash();
  const piece = escalation.pieces.getByRole("button", { name: /^tests\/test_reports\.py/ });
  await piece.click();
  await expect(escalation.text).toContainText("<<< tests/test_reports.py");
  await escalation.pieces.getByRole("button", { name: /^Take out tests\/test_reports\.py/ }).click();
  await expect(piece).toHaveCount(0);
  await escalation.ready();
  await escalation.pieces.getByRole("button", { name: "Take out What was computed of it" }).click();
  await expect(escalation.pieces.getByRole("button", { name: "Put back" })).toHaveCount(2);
  await escalation.ready();
  expect(await escalation.hash()).not.toBe(before);
  expect(await escalation.body()).not.toContain("test_reports");
  await escalation.pieces.getByRole("button", { name: "Put back" }).first().click();
  await expect(piece).toHaveCount(1);
  await escalation.ready();

  const body = await escalation.body();
  expect(sha256(body)).toBe(await escalation.hash());
  expect(body).not.toContain(key);
  expect(wire.received.length).toBe(0);
  await escalation.sendOnce();
  const columns = page.getByTestId("alternative");
  await expect(columns).toHaveCount(local + 1, { timeout: 90_000 });
  expect(wire.received.map((one) => one.body)).toEqual([body]);
  const cloud = columns.last();
  await expect(cloud).toContainText("enterprise · Team server · Large 1");
  await expect(cloud.getByTestId("evidence-gate")).toContainText("pass");
  await cloud.getByRole("button", { name: /^Accept / }).click();
  await expect(workbench.tab(/reports\.py/)).toHaveAttribute("aria-selected", "true");
  await workbench.save();
  await expect
    .poll(() => readFileSync(join(workspace, "orders", "reports.py"), "utf8"))
    .toContain("totals.get(order.month, 0)");

  // It is part of the conversation, and of the ledger.
  await page.reload();
  await workbench.waitUntilUsable();
  await expect(assistant.turns.last()).toContainText(`Compare ${local + 1} side by side`);
  await workbench.runCommand("What Left This Machine");
  const record = page.getByTestId("escalation-record");
  await expect(record).toHaveCount(1);
  await expect(record).toContainText(`127.0.0.1:${wire.port}`);
  await expect(record.locator("code")).toHaveAttribute("title", sha256(body));
  await expect(record).toContainText("✓ answered");
});

test("a key is typed unseen, a refusal and a broken stream leave everything as it was, and the third try is answered", async ({
  home,
  wire,
  page,
  server,
}) => {
  configureProvider(home, { kind: "anthropic", port: wire.port, needsKey: true });
  const { assistant, escalation } = await openAtTotals(page, server.link);
  await assistant.escalate("Explain", "why a defaultdict?");
  await escalation.ready();
  await escalation.view.getByRole("button", { name: "Enter the key…" }).click();
  const field = page.getByRole("dialog").getByLabel("Key");
  await expect(field).toHaveAttribute("type", "password");
  await field.fill("sk-test-1234567890");
  await page.keyboard.press("Enter");
  await expect(escalation.view.getByRole("button", { name: "Forget it" })).toBeVisible();

  wire.answer(errorAnswer(429, "slow down", { "retry-after-ms": "1" }));
  await escalation.sendOnce();
  await expect(await escalation.failed()).toContainText("is asked too much at present (429)");
  const body = await escalation.body();
  expect(body).toBe(wire.received[0]?.body);
  wire.answer((response) => {
    sendEvents(response, [...anthropicBegin(), anthropicText('{"explanation": "Because of')]);
    setTimeout(() => response.destroy(), 200);
  });
  await escalation.sendOnce();
  await escalation.answered();
  const turn = assistant.turns.last();
  await expect(turn).toContainText("Because of");
  await expect(turn).toContainText("broke the connection off");

  wire.answer(wholeAnswer(JSON.stringify({ explanation: "So that a month begins at 0.", code: "" })));
  await turn.getByRole("button", { name: "Ask the enterprise model…" }).click();
  await escalation.ready();
  await escalation.sendOnce();
  await escalation.answered();
  await expect(turn).toContainText("So that a month begins at 0.");
  await expect(turn).toContainText("enterprise · Team server · Large 1");
  expect(wire.received.at(-1)?.headers).toContainEqual(["authorization", "Bearer sk-test-1234567890"]);
  expect(server.output()).not.toContain("sk-test-1234567890");
});

test("a request that is stopped, one approved for the session, and one that a second person has to approve", async ({
  workspace,
  home,
  wire,
  page,
  server,
}) => {
  configureProvider(home, { kind: "openai-compatible", port: wire.port });
  const { workbench, assistant, escalation } = await openAtTotals(page, server.link);
  wire.answer((response) => sendChunks(response, [chatChunk("It sums the ")]));
  await assistant.escalate("Explain", "what does it do?");
  await escalation.ready();
  await escalation.sendOnce();
  await expect(escalation.view.getByTestId("escalation-reply")).toContainText("It sums the");
  await escalation.view.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(await escalation.failed()).toContainText("Stopped.");
  await expect(escalation.view).toContainText("Written until then");
  await expect(page.getByTestId("alternative")).toHaveCount(0);

  wire.answer(wholeAnswer("It sums."));
  await workbench.openFile("orders/reports.py");
  await assistant.escalate("Explain", "and what for?");
  await escalation.ready();
  await escalation.view.getByRole("button", { name: "Send, and all like it in this session" }).click();
  await escalation.answered();
  const count = wire.received.length;
  await workbench.openFile("orders/reports.py");
  await assistant.escalate("Explain", "and since when?");
  await escalation.answered();
  expect(wire.received.length).toBe(count + 1);
  expect(wire.received.at(-1)?.body).toContain("and since when?");

  const pem = join(home, "anna.pem");
  const { key: anna } = airlockJson(home, "approve", "--new-key", pem) as { key: string };
  const policy = `version: 1\nescalation:\n  approvers:\n    - name: Anna\n      key: ${anna}\n`;
  writeFileSync(join(workspace, "airlock.policy.yml"), policy);
  await workbench.openFile("orders/reports.py");
  await assistant.escalate("Explain", "is it fast?");
  await escalation.ready();
  await expect(escalation.view).toContainText("Anna has to approve it too");
  const send = escalation.view.getByRole("button", { name: "Send this once" });
  await expect(send).toBeDisabled();
  await escalation.view.getByRole("button", { name: "Save as a file" }).click();
  const saved = await escalation.view.getByRole("status").locator("code").textContent();
  const { code } = airlockJson(home, "approve", saved ?? "", "--key", pem) as { code: string };
  const field = escalation.view.getByLabel("The second approver's code");
  await field.fill("not the code");
  await send.click();
  await expect(await escalation.failed()).toContainText("This is no code of Anna for this very request");
  await field.fill(code);
  await escalation.sendOnce();
  await escalation.answered();
  expect(wire.received.length).toBe(count + 2);
});
