// The client in TypeScript that is made of a project's models, against the service worker and the run behind it.
import assert from "node:assert/strict";
import { transform } from "esbuild";
import { onPage } from "./support/browser.mjs";
import { openStore } from "./support/typed-store.mjs";

onPage("the generated TypeScript client and the store of the run understand each other", { locale: "en-US" }, async ({ page, url, problems }) => {
  await openStore(page);
  // As fast as it can a run jumps to where the next value ends.
  await page.evaluate(() => document.querySelector("rh-app").store.pace({ kind: "times", value: 1 }));
  await page.getByRole("tab", { name: "Helpers" }).click();
  await page.getByRole("tab", { name: "TypeScript" }).click();
  const text = page.locator(".helpers-text pre", { hasText: "export class KvClient" });
  const { code } = await transform(await text.innerText(), { loader: "ts", format: "esm" });
  await page.route("**/generated-client.js", (route) => route.fulfill({ contentType: "text/javascript", body: code }));

  const told = await page.evaluate(async (url) => {
    const { KvClient, KvError } = await import(`${url}generated-client.js`);
    const kv = new KvClient(url, { headers: { "X-Tenant": "a.example" } });
    const other = new KvClient(url);
    const key = "user:1/ü %😀";
    await kv.setCursor(key, { x: 1 });
    await kv.setCursor("user:2", { x: 2 }, 60_000);
    const refused = await kv.setCursor("user:3", { x: 1.5 }).catch((error) => error);
    const told = {
      got: await kv.getCursor(key),
      missing: await kv.getCursor("user:3"),
      other: await other.getCursor(key),
      listed: await kv.listCursors("user:"),
      refused: [refused instanceof KvError, refused.status, refused.details.map(({ pointer }) => pointer)],
      deleted: [await kv.deleteCursor(key), await kv.deleteCursor(key)],
      stats: await kv.stats(),
    };
    return told;
  }, url);
  assert.deepEqual(told.got, { x: 1 });
  assert.deepEqual([told.missing, told.other], [null, null]);
  assert.deepEqual(told.listed, [
    ["user:1/ü %😀", { x: 1 }],
    ["user:2", { x: 2 }],
  ]);
  assert.deepEqual(told.refused, [true, 400, ["/x"]]);
  assert.deepEqual(told.deleted, [true, false]);
  assert.deepEqual([told.stats.tenant, told.stats.items], ["a.example", 1]);
  // Each of them was a message of the run.
  await page.waitForFunction(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    let requests = 0;
    for (let n = ring.first; n <= ring.last; n += 1) if (ring.kind(n) === 13 && ring.text(n) === "http") requests += 1;
    return requests === 10;
  });
  assert.deepEqual(problems.splice(0).filter((problem) => !problem.includes("400")), []);
});
