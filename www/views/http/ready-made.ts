// Requests that are ready to be sent, for each type of the project's models.
import type { RightModels } from "../../state";
import { example } from "../../models/example";

export interface ReadyMade {
  method: string;
  target: string;
  /** The type that its body is an example of; "": it has none. */
  of: string;
}

/** Milliseconds. Another key than the one that stays, so that a run in great haste does not lose that one. */
const MINUTE = 60_000;

/** The body of one: an example, made only when somebody wants it. */
export function bodyOf({ of }: ReadyMade, models?: RightModels): string {
  return of && models ? example(models.schema, of) : "";
}

/** By type; those of the store as a whole are under "". */
export function readyMade(models?: RightModels): [type: string, requests: ReadyMade[]][] {
  const ofType = (name: string): ReadyMade[] => {
    const type = encodeURIComponent(name);
    return [
      { method: "POST", target: `/kv/set/${type}/user:1`, of: name },
      { method: "POST", target: `/kv/set/${type}/user:2?ttl=${MINUTE}`, of: name },
      { method: "GET", target: `/kv/get/${type}/user:1`, of: "" },
      { method: "DELETE", target: `/kv/delete/${type}/user:1`, of: "" },
      { method: "GET", target: `/kv/list/${type}`, of: "" },
      { method: "GET", target: `/kv/list/${type}?prefix=user:`, of: "" },
    ];
  };
  return [...(models?.names ?? []).map((name): [string, ReadyMade[]] => [name, ofType(name)]), ["", [{ method: "GET", target: "/kv/stats", of: "" }]]];
}
