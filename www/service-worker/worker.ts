// The service worker: answers requests for `kv/…` below the page's folder by the typed store of a run, and lets all others be. It keeps
// nothing, neither in a cache nor in memory, for the browser ends it when it likes.
import { LOCK, type ToServiceWorker } from "./protocol";
import { isFromElsewhere, isProgram, read, targetOf } from "./request";
import { noProgram, responseOf, tooLong, unavailable } from "./response";
import type { Client, FetchEvent, InstallEvent, ServiceWorkerScope } from "./scope";
import { ask, seek } from "./tabs";

const worker = self as unknown as ServiceWorkerScope;
const folder = worker.registration.scope;

worker.addEventListener("install", (event) => {
  // A new version of the page takes the place of the old one's worker at once: there is nothing that the old one must finish.
  event.waitUntil(Promise.all([worker.skipWaiting(), passBy(event)]));
});

worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("fetch", (event) => {
  const target = targetOf(event.request.url, folder);
  if (target === null || isFromElsewhere(event.request)) return;
  event.respondWith(isProgram(event.request) ? refuseProgram(event.request) : answer(event, target));
});

worker.addEventListener("message", (event) => {
  const { type } = event.data as ToServiceWorker;
  if (type === "rehearsal-who") event.ports[0].postMessage(event.source?.id ?? "");
  // A page that was loaded past the worker (Shift and reload) is taken when it asks.
  if (type === "rehearsal-claim") event.waitUntil(worker.clients.claim());
});

async function answer({ request, clientId }: FetchEvent, target: string): Promise<Response> {
  const { method } = request;
  const question = await read(request, target, folder);
  if (!question) return responseOf(tooLong(), method);
  const found = await seek(await tabs(), clientId);
  return responseOf(typeof found === "string" ? unavailable(found) : await ask(found, question), method);
}

/** The tabs that take questions. Those that were loaded past the worker may have a run, too. */
async function tabs(): Promise<Client[]> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const { held = [] } = await navigator.locks.query();
  const names = new Set(held.map(({ name }) => name));
  return windows.filter(({ id, url }) => names.has(LOCK + id) && url.startsWith(folder));
}

async function refuseProgram({ method }: Request): Promise<Response> {
  return responseOf(noProgram(), method);
}

/** Where the browser can be told which requests are ours, the others need not wait until it has started this worker. */
async function passBy(event: InstallEvent): Promise<void> {
  const pathname = `${new URL(folder).pathname.replace(/[\\:(){}*+?]/g, "\\$&")}kv/*`;
  await event.addRoutes?.([{ condition: { not: { urlPattern: { pathname } } }, source: "network" }]).catch(() => {});
}
