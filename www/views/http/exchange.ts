// A request of the console, and what became of it.
import type { Answer } from "../../http";
import type { HttpRequest } from "../../protocol";

export interface Exchange {
  id: number;
  request: HttpRequest;
  /** The run that was asked. */
  run: number;
  /** Its send; 0: it has not come to the run. */
  event: number;
  /** When, in virtual nanoseconds; undefined: nobody knows. */
  time?: number;
  /** Null: it is still to come. */
  answer: Answer | null;
}

/** So many are remembered. */
export const REMEMBERED = 50;

/** `POST /kv/set/Cursor/user:7` */
export function lineOf({ request }: Exchange): string {
  return `${request.method} ${request.target}`;
}
