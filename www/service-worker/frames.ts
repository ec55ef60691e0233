// As what the service worker knows the frames of this tab.
import type { ToServiceWorker } from "./protocol";

/** For each frame's answer, in ms. */
const PATIENCE = 200;

/** Whether a client of the service worker is a frame below this window. Frames of other hosts cannot be looked into, and never ask. */
export async function hasFrame(within: Window, client: string): Promise<boolean> {
  const found = await Promise.all(workersIn(within).map(async (worker) => (await nameOf(worker)) === client));
  return found.includes(true);
}

function workersIn(within: Window): ServiceWorker[] {
  return Array.from({ length: within.length }, (_, at) => within[at]).flatMap((frame) => {
    try {
      const { controller } = frame.navigator.serviceWorker;
      return [...(controller ? [controller] : []), ...workersIn(frame)];
    } catch {
      return [];
    }
  });
}

/** A message by a frame's own handle of the worker comes from that frame, whoever sends it. */
export function nameOf(worker: ServiceWorker, patience = PATIENCE): Promise<string> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<string>) => {
      port1.close();
      resolve(data);
    };
    const question: ToServiceWorker = { type: "rehearsal-who" };
    worker.postMessage(question, [port2]);
    setTimeout(resolve, patience, "");
  });
}
