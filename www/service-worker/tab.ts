// The page's side of the service worker: registers it, and lets the run answer what it passes on. Loaded when a run has a typed store.
import type { Answer } from "../http";
import { t } from "../i18n/index";
import type { HttpRequest } from "../protocol";
import { hasFrame, nameOf } from "./frames";
import { LIMIT_MS, LOCK, type Ask, type Offer, type Seek, type Told, type ToServiceWorker } from "./protocol";

interface Host {
  /** The run has, or had, a typed store. */
  hasStore(): boolean;
  isPaused(): boolean;
  ask(request: HttpRequest): Promise<Answer>;
}

/** For the worker to say what it calls this tab, in ms. */
const PATIENCE = 10_000;

/** When the reader came to this tab last. */
let focused = document.hasFocus() ? Date.now() : 0;

/** What was asked and waits: a tab that goes away says so. */
const waiting = new Set<(reason: string) => void>();

/** From now on requests for `kv/…` come to this tab. Rejects where there are no service workers. */
export async function begin(host: Host): Promise<void> {
  const { serviceWorker } = navigator;
  if (!serviceWorker) throw new Error(t("http.no_workers"));
  // The name of the file is the same in each version: its folder is its scope.
  await serviceWorker.register(new URL("service-worker.js", document.baseURI), { updateViaCache: "none" });
  serviceWorker.addEventListener("message", ({ data, ports }: MessageEvent<Seek>) => {
    if (data?.type === "rehearsal-seek") void offer(host, data, ports[0]);
  });
  addEventListener("focus", () => (focused = Date.now()));
  addEventListener("pagehide", () => waiting.forEach((give) => give(t("http.closed"))));
  await beTaken(serviceWorker);
  await beKnown(serviceWorker);
}

/** From now on the worker knows that this tab answers, for as long as it lives. */
async function beKnown({ ready }: ServiceWorkerContainer): Promise<void> {
  const { active } = await ready;
  const id = active ? await nameOf(active, PATIENCE) : "";
  await new Promise<void>((held) => void navigator.locks.request(LOCK + id, { mode: "shared" }, () => (held(), new Promise(() => {}))));
}

/** Waits until the requests of this very tab go through the worker. */
async function beTaken(serviceWorker: ServiceWorkerContainer): Promise<void> {
  serviceWorker.startMessages();
  const { active } = await serviceWorker.ready;
  if (serviceWorker.controller) return;
  const taken = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  const claim: ToServiceWorker = { type: "rehearsal-claim" };
  active?.postMessage(claim);
  await taken;
}

async function offer(host: Host, { client, own }: Seek, port: MessagePort): Promise<void> {
  port.onmessage = async ({ data }: MessageEvent<Ask>) => {
    const told: Told = await within(host, data);
    port.postMessage(told);
    port.close();
  };
  const mine = own || (client !== "" && (await hasFrame(window, client)));
  const said: Offer = host.hasStore() ? { type: "offer", mine, focused } : { type: "none", mine, reason: t("http.no_store") };
  port.postMessage(said);
}

/** The run's answer; or that there is none yet, when it takes too long. */
function within(host: Host, request: HttpRequest): Promise<Answer> {
  return new Promise((resolve) => {
    const give = (reason: string) => done({ status: 503, headers: [["content-type", "application/json"]], body: JSON.stringify({ error: reason }), event: 0 });
    const done = (answer: Answer) => {
      clearTimeout(late);
      waiting.delete(give);
      resolve(answer);
    };
    const late = setTimeout(() => give(t(host.isPaused() ? "http.paused" : "http.slow", { n: LIMIT_MS / 1000, play: t("play") })), LIMIT_MS);
    waiting.add(give);
    void host.ask(request).then(done);
  });
}
