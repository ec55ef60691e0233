// What the service worker and the tabs of the page say to each other. A tab may still be of an older version than the worker: what is
// here keeps its meaning, and whoever does not know a message says nothing.
import type { Answer } from "../http";
import type { HttpRequest } from "../protocol";

/** worker → tab, with a port: is there a run with a typed store? */
export interface Seek {
  type: "rehearsal-seek";
  /** Who wants to know: the id of a client. */
  client: string;
  /** That is this tab itself. */
  own: boolean;
}

/** tab → worker, by that port. `mine`: the client is the tab itself, or a frame of it. */
export type Offer =
  | { type: "offer"; mine: boolean; focused: number } // when the reader came to the tab last, in ms since 1970
  | { type: "none"; mine: boolean; reason: string };

/** worker → tab, by the port of the offer that it takes. */
export type Ask = HttpRequest;

/** tab → worker, by the same port. */
export type Told = Answer;

/** tab → worker. The first comes with a port, in the name of a frame: as what does the worker know it? The second: take me, too. */
export type ToServiceWorker = { type: "rehearsal-who" } | { type: "rehearsal-claim" };

/** How the lock begins that each tab holds from when it takes questions on; then comes its id. Others would say nothing. */
export const LOCK = "rehearsal: http ";

/** How long the run may take, in real time: browsers end a worker that is busy for a minute. */
export const LIMIT_MS = 30_000;
