// Sending, and looking at what was sent.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered } from "./stage.mjs";

onPage("one click sends a key-value command, and the table shows it with its answer", again("key-value"), async ({ page }) => {
  await page.getByRole("group", { name: "Ready-made messages" }).getByRole("button").first().click();
  await page.waitForFunction(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    for (let n = ring.first; n <= ring.last; n += 1) if (ring.kind(n) === 13 && ring.peer(n) === 0 && ring.text(n) === "kv_response") return true;
    return false;
  });
});

onPage("a ready-made message leaves alone what somebody writes", again("key-value"), async ({ page }) => {
  const payload = page.getByLabel("payload, JSON");
  const quick = page.getByRole("group", { name: "Ready-made messages" }).getByRole("button");
  await quick.last().click();
  const shown = await payload.inputValue();
  await quick.first().click();
  await page.waitForFunction((text) => document.querySelector("input[name=payload]").value !== text, shown);
  await payload.fill('{"mine": 1}');
  await quick.last().click();
  await answered(page);
  assert.equal(await payload.inputValue(), '{"mine": 1}');
});

onPage("what came of a message is said under the form, and is one click away", again("key-value"), async ({ page }) => {
  const outcome = page.locator("rh-outcome");
  const send = async (topic, payload) => {
    await page.getByLabel("to", { exact: true }).fill("kv");
    await page.getByLabel("topic", { exact: true }).fill(topic);
    await page.getByLabel("payload, JSON").fill(payload);
    await page.getByRole("button", { name: "Send" }).click();
  };
  await send("get", '{"key": "nobody has it", "reply_to": "{page|0x00000}"}');
  await outcome.getByText(/kv_server 0x00002 answered: kv_response/).waitFor();
  await outcome.locator("code", { hasText: '"found":false' }).waitFor();
  await send("frobnicate", "{}");
  await outcome.getByText(/kv_server 0x00002 has handled it; no answer has come yet/).waitFor();
  await outcome.getByText(/reply_to/).waitFor();
  await send("frobnicate", '{"reply_to": "{page|0x00000}"}');
  await outcome.locator("code", { hasText: "unknown operation" }).waitFor();
  await outcome.getByRole("button").click();
  await page.locator("rh-event-inspector pre", { hasText: "unknown operation" }).waitFor();
});

for (const viewport of [{ width: 1440, height: 900 }, { width: 900, height: 700 }, { width: 360, height: 780 }]) {
  onPage(`at ${viewport.width} px the form shows a whole PID, and whatever is longer in a tooltip`, again("key-value", {}, { viewport }), async ({ page }) => {
    const to = page.getByLabel("to", { exact: true });
    const payload = page.getByLabel("payload, JSON");
    await to.fill("{app:processes|0x00004}");
    await payload.fill(`"${"long".repeat(100)}"`);
    assert.ok(await to.evaluate((input) => input.scrollWidth <= input.clientWidth), "the PID is cut");
    assert.equal(await to.getAttribute("title"), "{app:processes|0x00004}");
    assert.equal(await payload.getAttribute("title"), `"${"long".repeat(100)}"`);
    assert.ok(await page.evaluate(() => document.querySelector(".composer").scrollWidth <= document.querySelector(".composer").clientWidth));
  });
}

for (const lang of ["en", "ru", "ko"]) {
  onPage(`who sends during a pause is told in ${lang} which buttons to press`, again("key-value", { lang }), async ({ page }) => {
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.names.some(({ name }) => name === "kv"));
    await page.evaluate(() => document.querySelector("rh-app").store.pause());
    await page.locator(".quick .chip").first().click();
    const outcome = page.locator("rh-outcome");
    await outcome.locator("button").waitFor();
    const named = [...(await outcome.innerText()).matchAll(/[“«]([^”»]+)[”»]/g)].map(([, name]) => name);
    assert.equal(named.length, 2, await outcome.innerText());
    for (const name of named) await page.locator("rh-topbar").getByRole("button", { name, exact: true }).waitFor();
    await page.locator("rh-topbar").getByRole("button", { name: named[0], exact: true }).click();
    await outcome.getByText("kv_response").waitFor();
  });
}

onPage("an unknown name and a broken payload are answered beside the form", again("key-value"), async ({ page }) => {
  await page.getByLabel("to", { exact: true }).fill("kvv");
  await page.getByLabel("topic", { exact: true }).fill("get");
  await page.getByLabel("payload, JSON").fill('{"key": "name"}');
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator("#composer-error", { hasText: "kvv" }).waitFor();
  await page.getByLabel("to", { exact: true }).fill("kv");
  await page.getByLabel("payload, JSON").fill('{"key": ');
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator("#composer-error", { hasText: "quotation marks" }).waitFor();
  await page.getByLabel("to", { exact: true }).fill("");
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator("#composer-error", { hasText: "to whom" }).waitFor();
  await page.getByLabel("to", { exact: true }).fill("kv");
  await page.getByLabel("payload, JSON").fill('{"key": "name"}');
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator("#composer-error").waitFor({ state: "hidden" });
});

onPage("the inspector says what a message was, how long it waited and why it was sent", again("key-value"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ring.last > 40);
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    const { ring } = store.state;
    for (let n = ring.first; n <= ring.last; n += 1) if (ring.kind(n) === 13 && ring.text(n) === "kv_response") return store.select({ event: n });
  });
  const inspector = page.locator("rh-event-inspector");
  await inspector.getByText(/in the mailbox/).waitFor();
  assert.match(await inspector.locator("pre").innerText(), /"op": "set"/);
  const steps = inspector.locator(".causes li");
  assert.ok((await steps.count()) >= 2, "the nearest first");
  const more = inspector.getByRole("button", { name: /steps? before/ });
  if ((await more.count()) > 0) await more.click();
  await steps.last().getByRole("button").click();
  await page.waitForFunction(() => document.querySelectorAll(".causes li").length === 1);
});
