// Requests that are ready to be sent, for each type of the project's models.
import type { RightModels } from "../../state";
import { example } from "../../models/example";

export interface ReadyMade {
  method: string;
  target: string;
  body: string;
}

/** By type; those of the store as a whole are under "". */
export function readyMade(models?: RightModels): [type: string, requests: ReadyMade[]][] {
  const ofType = (name: string): ReadyMade[] => {
    const type = encodeURIComponent(name);
    return [
      { method: "POST", target: `/kv/set/${type}/user:1`, body: models ? example(models.schema, name) : "" },
      { method: "GET", target: `/kv/get/${type}/user:1`, body: "" },
      { method: "DELETE", target: `/kv/delete/${type}/user:1`, body: "" },
      { method: "GET", target: `/kv/list/${type}`, body: "" },
      { method: "GET", target: `/kv/list/${type}?prefix=user:`, body: "" },
    ];
  };
  return [...(models?.names ?? []).map((name): [string, ReadyMade[]] => [name, ofType(name)]), ["", [{ method: "GET", target: "/kv/stats", body: "" }]]];
}
