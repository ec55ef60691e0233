// Who waits for whom: a process that has executed another waits until that ends; one that has asked waits for the answer. That a message was
// a request is told by the `reply_to` in its payload, which the engine has, or by others of its topic that were answered.

import { Kind, type Description, type ProcessRow } from "../../protocol";
import { Life } from "./processes";
import { requestOf } from "./related";
import type { TraceRing } from "./ring";
import { MOST_REQUESTS } from "./wait-groups";

export interface Wait {
  /** Processes. */
  from: number;
  to: number;
  /** The send of the request, or the spawn. */
  event: number;
  how: "request" | "exec";
}

export interface Waits {
  list: readonly Wait[];
  /** Those of the list that go round in a circle, in which nobody can go on: a deadlock. Empty: there is none. */
  cycle: readonly Wait[];
}

/** So many of the newest events are searched: who asked earlier and got no answer has been forgotten by everybody else, too. */
const REACH = 100_000;
/** What processes may wait in while an answer is to come. */
const FOR_ANSWERS: ReadonlySet<string> = new Set(["inbox", "topic", "channel", "events"]);

const Role = { request: 0, answer: 1, unknown: 2 } as const;
/** What a message is that came of one of each. */
const AFTER = [Role.answer, Role.request, Role.unknown] as const;

interface Candidate extends Wait {
  /** It needs a `reply_to`, for nobody has ever answered its topic. */
  unknown: boolean;
}

export class Waiting {
  /** Of each send that was asked about whether it has a `reply_to`. */
  private readonly replies = new Map<number, boolean>();
  private generation = -1;

  constructor(private readonly describe: (events: number[]) => Promise<Description[]>) {}

  async look(ring: TraceRing, rows: readonly ProcessRow[]): Promise<Waits> {
    if (ring.generation !== this.generation) {
      this.generation = ring.generation;
      this.replies.clear();
    }
    const waiting = new Map(rows.filter((row) => row.state === "waiting" && !row.ended).map((row) => [row.number, row]));
    const { candidates, timers } = candidatesOf(ring, waiting);
    const unknown = candidates.filter(({ unknown, event }) => unknown && !this.replies.has(event)).map(({ event }) => event);
    if (unknown.length > 0) {
      for (const event of unknown) this.replies.set(event, false);
      for (const { event, payload } of await this.describe(unknown)) this.replies.set(event, payload?.includes('"reply_to"') ?? false);
    }
    const list = candidates.filter(({ unknown, event }) => !unknown || this.replies.get(event)).map(({ from, to, event, how }): Wait => ({ from, to, event, how }));
    return { list, cycle: cycleIn(list.filter(({ from }) => !timers.has(from))) };
  }
}

/** What may be a wait, and who of those that wait has a timer that ends it. */
function candidatesOf(ring: TraceRing, waiting: ReadonlyMap<number, ProcessRow>): { candidates: Candidate[]; timers: Set<number> } {
  const candidates: Candidate[] = [];
  const timers = new Set<number>();
  const answered = new Set<number>();
  const topics = new Set<number>();
  const counts = new Map<number, number>();
  const lives = (process: number) => process !== 0 && (ring.processes.pages[process >>> 10]?.flags[process & 1023] ?? Life.ended) & Life.ended ? false : process !== 0;
  if (ring.last === 0) return { candidates, timers };
  const { records } = ring;
  const first = Math.max(records.first, records.count - REACH);
  const roles = rolesFrom(ring, first);
  for (let place = records.count - 1; place >= first; place -= 1) {
    const n = records.at(place);
    const kind = ring.kind(n);
    if (kind === Kind.send) {
      const [from, to] = [ring.process(n), ring.peer(n)];
      const asked = requestOf(ring, n);
      const role = roles[place - first];
      // What may be an answer, or a request of its own, teaches nothing of its topic.
      if (role === Role.unknown) answered.add(asked);
      else if (role === Role.answer) {
        answered.add(asked);
        topics.add(ring.textId(asked));
        continue;
      }
      const row = waiting.get(from);
      const count = counts.get(from) ?? 0;
      if (!row || !FOR_ANSWERS.has(row.waits) || answered.has(n) || from === to || !lives(to) || count >= MOST_REQUESTS) continue;
      counts.set(from, count + 1);
      candidates.push({ from, to, event: n, how: "request", unknown: true });
    } else if (kind === Kind.spawn) {
      const from = ring.process(n);
      if (waiting.get(from)?.waits !== "exec" || counts.has(from) || !lives(ring.peer(n))) continue;
      counts.set(from, 1);
      candidates.push({ from, to: ring.peer(n), event: n, how: "exec", unknown: false });
    } else if (kind === Kind.timer_set && ring.pair(n) === 0) {
      timers.add(ring.process(n));
    }
  }
  for (const one of candidates) if (one.how === "request" && topics.has(ring.textId(one.event))) one.unknown = false;
  return { candidates: candidates.reverse(), timers };
}

/**
 * What each send from place `first` on is. In a long exchange each message comes from the one before: the first asks, the second answers (it may
 * come from a third process), the third asks again. So nobody knows which is which when the first is out of reach.
 */
function rolesFrom(ring: TraceRing, first: number): Uint8Array {
  const { records } = ring;
  const roles = new Uint8Array(records.count - first);
  /** 1: it came of what is out of reach. */
  const out = new Uint8Array(roles.length);
  for (let at = 0; at < roles.length; at += 1) {
    const n = records.at(first + at);
    const cause = ring.cause(n);
    const before = records.place(cause) - first;
    out[at] = cause === 0 ? 0 : before >= 0 ? out[before] : 1;
    if (ring.kind(n) !== Kind.send) continue;
    const asked = requestOf(ring, n);
    const question = asked === 0 ? -1 : records.place(asked) - first;
    if (question >= 0) roles[at] = AFTER[roles[question]];
    else if (asked !== 0 || out[at] === 1) roles[at] = Role.unknown;
  }
  return roles;
}

/** The first circle; empty: there is none. */
function cycleIn(list: readonly Wait[]): Wait[] {
  const of = new Map<number, Wait[]>();
  for (const wait of list) of.set(wait.from, [...(of.get(wait.from) ?? []), wait]);
  const done = new Set<number>();
  const way: Wait[] = [];
  const from = (process: number): Wait[] => {
    const met = way.findIndex((wait) => wait.from === process);
    if (met >= 0) return way.slice(met);
    if (done.has(process)) return [];
    for (const wait of of.get(process) ?? []) {
      way.push(wait);
      const found = from(wait.to);
      if (found.length > 0) return found;
      way.pop();
    }
    done.add(process);
    return [];
  };
  for (const process of of.keys()) {
    const found = from(process);
    if (found.length > 0) return found;
  }
  return [];
}
