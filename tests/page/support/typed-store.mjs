// A project with a typed store, and requests to it from wherever in the page.

const MANIFEST = `version: "1.0"
namespace: app
entries:
  - name: processes
    kind: process.host
  - name: typed_kv
    kind: process.rust
    actor: typed_kv
  - name: typed_kv.service
    kind: process.service
    process: app:typed_kv
    host: app:processes
    lifecycle:
      auto_start: true
`;

export const PROJECT = {
  "src/_index.yaml": MANIFEST,
  "models/storage/ui.rs": "pub struct Cursor {\n    pub x: i32,\n}\n",
};

/** Opens a project with a typed store in a page that is ready, as fast as it can, and waits until requests reach it. */
export async function openStore(page, files = PROJECT) {
  await page.evaluate((files) => {
    const { store } = document.querySelector("rh-app");
    store.pace({ kind: "max" });
    return store.bring({ name: "typed", files, leftOut: 0 });
  }, files);
  await reached(page);
}

/** Waits until requests from frames and scripts come to the store of the page. */
export async function reached(page) {
  await page.waitForFunction(() => document.querySelector("rh-app")?.store.state.http?.reach === "open");
}

/** What `fetch` answers, in the page or in the frame with an id; a path is below the page's folder. */
export async function ask(page, method, path, { body, headers, frame } = {}) {
  const answer = await page.evaluate(
    async ([method, path, body, headers, frame]) => {
      const within = frame ? document.getElementById(frame).contentWindow : window;
      const response = await within.fetch(new URL(path, document.baseURI), { method, headers, body: Array.isArray(body) ? new Uint8Array(body) : body });
      return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
    },
    [method, path, body, headers, frame],
  );
  return { ...answer, json: answer.text && JSON.parse(answer.text) };
}

/** A frame in the page: with a `src` below its folder, or with a document of its own. */
export function addFrame(page, id, src) {
  return page.evaluate(
    ([id, src]) => {
      const frame = Object.assign(document.createElement("iframe"), src ? { id, src } : { id, srcdoc: "<p>A frame</p>" });
      const loaded = new Promise((resolve) => (frame.onload = resolve));
      document.body.append(frame);
      return loaded.then(() => undefined);
    },
    [id, src],
  );
}
