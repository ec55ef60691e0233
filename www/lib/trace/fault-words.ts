// What a fault did, in a few words: for its flag in the diagram, and for lists.
import { Fault, Kind } from "../../protocol";
import type { TraceRing } from "./ring";
import { processLabel, type Translator } from "./sentence";

/** "kill worker 5", "drop echo": the reader's word for it, and what it struck. */
export function faultWords(ring: TraceRing, n: number, t: Translator): string {
  const name = ring.text(n);
  const word = t((ring.flags(n) & Fault.arrived) !== 0 ? "fault.arrived" : `fault.${name.replaceAll(" ", "_")}`);
  const topic = faultTopic(ring, n);
  const who = ring.peer(n) === 0 ? "" : processLabel(ring, ring.peer(n), t);
  const words = [word, topic || who].filter(Boolean).join(" ");
  return (ring.flags(n) & Fault.refused) !== 0 ? `${words} (${t("fault.refused")})` : words;
}

/** What the message is about that it struck; "": it struck none, or it is no longer known. */
export function faultTopic(ring: TraceRing, n: number): string {
  let event = ring.cause(n);
  while (ring.has(event) && ring.kind(event) === Kind.fault) event = ring.cause(event);
  return ring.has(event) && ring.kind(event) === Kind.send ? ring.text(event) : "";
}

/** Whether a fault came by chance, and not because somebody has chosen it. */
export function isByChance(ring: TraceRing, n: number): boolean {
  const asked = ring.a(n);
  return (ring.flags(n) & Fault.struck) !== 0 && ring.has(asked) && ring.text(asked) === "chaos";
}
