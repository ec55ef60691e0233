// One event as one sentence: the same for the hover card, the screen reader and the table.

import { Exit, Fault, Kind, type KindName } from "../../protocol";
import { entryName } from "../pid";
import { faultTopic, isByChance } from "./fault-words";
import type { TraceRing } from "./ring";

export type Translator = (key: string, params?: Record<string, string | number>) => string;

export interface Labels {
  duration(ns: number): string;
}

const NAMES = new Map<number, KindName>(Object.entries(Kind).map(([name, kind]) => [kind, name as KindName]));

/** "worker 5": the entry's name and the number as in the PID, without its zeros, so that it can be spoken. */
export function processLabel(ring: TraceRing, process: number, t: Translator): string {
  if (process === 0) return t("event.outside");
  const entry = ring.textOf(ring.processes.entryOf(process));
  const number = process.toString(16);
  return entry === "" ? t("event.process", { number }) : `${entryName(entry)} ${number}`;
}

/** The word for what happened: "send", "receive", … */
export function kindLabel(kind: number, t: Translator): string {
  const name = NAMES.get(kind);
  return name ? t(`event.name.${name}`) : t("event.name.lost");
}

/** "27: worker 5 sent echo_response to cli 3; it waited 1 µs" */
export function sentence(ring: TraceRing, n: number, t: Translator, labels: Labels): string {
  return `${n}: ${clause(ring, n, t, labels)}`;
}

function clause(ring: TraceRing, n: number, t: Translator, labels: Labels): string {
  const kind = ring.kind(n);
  const name = NAMES.get(kind);
  if (!name) return t("event.lost");
  const params = {
    from: processLabel(ring, ring.process(n), t),
    to: processLabel(ring, ring.peer(n), t),
    topic: ring.text(n),
    name: ring.text(n),
  };
  switch (kind) {
    case Kind.input: {
      const key = `event.input.${params.topic.replaceAll(" ", "_")}`;
      const text = t(key, params);
      return text === key ? t("event.input", params) : text;
    }
    case Kind.fault:
      return faultClause(ring, n, t, params);
    case Kind.spawn:
      return t("event.spawn", params);
    case Kind.exit: {
      const how = ring.flags(n);
      return t(how === Exit.returned ? "event.exit.returned" : how === Exit.failed ? "event.exit.failed" : "event.exit.terminated", params);
    }
    case Kind.send: {
      const answer = ring.pair(n);
      const lost = answer && ring.kind(answer) !== Kind.receive;
      if (lost) return `${t("event.send", params)}; ${t(ring.kind(answer) === Kind.fault ? "event.lost_by_fault" : "event.never")}`;
      const waited = answer ? t("event.waited", { duration: labels.duration(ring.a(answer)) }) : t("event.waiting");
      return `${t("event.send", params)}; ${waited}`;
    }
    case Kind.refused:
      return t("event.refused", { ...params, reason: ring.textOf(ring.a(n)) });
    case Kind.dead_letter: {
      const key = ring.flags(n) & 1 ? "event.dead_letter.unread" : ring.peer(n) === 0 ? "event.dead_letter.nobody" : "event.dead_letter";
      return t(key, params);
    }
    case Kind.receive: {
      const done = ring.pair(n);
      const text = `${t("event.receive", { ...params, from: params.to, to: params.from })}; ${t("event.waited", { duration: labels.duration(ring.a(n)) })}`;
      return done ? `${text}, ${t("event.handled", { duration: labels.duration(ring.a(done)) })}` : text;
    }
    case Kind.done:
      return t("event.done", { ...params, duration: labels.duration(ring.a(n)) });
    case Kind.timer_set:
    case Kind.timer_fired:
      return t(`event.${name}`, { ...params, duration: labels.duration(ring.a(n)) });
    case Kind.event: {
      const key = ring.peer(n) === 0 ? "event.event.outside" : "event.event";
      return t(key, params);
    }
    default:
      return t(`event.${name}`, params);
  }
}

/** What a fault did; how it came about, if nobody has chosen it just then. */
function faultClause(ring: TraceRing, n: number, t: Translator, params: Record<string, string>): string {
  const flags = ring.flags(n);
  const topic = faultTopic(ring, n);
  const words = { ...params, topic: topic || t("event.fault.a_message") };
  if (flags & Fault.arrived) return t("event.fault.arrived", words);
  if (flags & Fault.refused) return t("event.fault.refused", { name: t(`fault.${params.name.replaceAll(" ", "_")}`) });
  // Until it strikes, the failure of a spawn is only planned.
  const key = params.name === "fail spawn" && flags & Fault.struck ? "event.fault.spawn_failed" : `event.fault.${params.name.replaceAll(" ", "_")}`;
  const what = t(key, words);
  if (!(flags & Fault.struck)) return what;
  return isByChance(ring, n) ? t("event.fault.by_chance", { what }) : t("event.fault.waited", { what, number: String(ring.a(n)) });
}
