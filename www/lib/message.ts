// One message, put together from the events that are about it: send, receive, done.
import { Kind } from "../protocol";
import type { TraceRing } from "./trace/ring";

export interface Message {
  /** Event numbers; 0: not yet, or no longer kept. */
  send: number;
  receive: number;
  done: number;
  /** The fault that it was lost by; 0: none. */
  lost: number;
  topic: string;
  from: number;
  to: number;
  sentAt: number | null;
  receivedAt: number | null;
  waited: number | null;
  handled: number | null;
  turns: number;
}

/** The message that event `n` is about; null when it is about none. `until`: the last event of the moment at which it is looked at. */
export function messageOf(ring: TraceRing, n: number, until = Infinity): Message | null {
  const kind = ring.kind(n);
  const kept = (event: number) => (ring.has(event) ? event : 0);
  const then = (event: number) => (event <= until ? event : 0);
  let send = 0;
  let receive = 0;
  let done = 0;
  if (kind === Kind.send) send = n;
  else if (kind === Kind.receive) [send, receive] = [kept(ring.sendOf(ring.cause(n))), n];
  else if (kind === Kind.done) {
    [receive, done] = [kept(ring.cause(n)), n];
    send = receive ? kept(ring.sendOf(ring.cause(receive))) : 0;
  } else return null;
  if (!receive && send) receive = then(answer(ring, send, Kind.receive));
  if (!done && receive) done = then(answer(ring, receive, Kind.done));
  // What was edited on its way is what was received; and a copy has no send of its own.
  const known = receive || done || send;
  const sent = known === send;
  const sender = sent ? ring.process(send) : ring.peer(known);
  const receiver = sent ? ring.peer(send) : ring.process(known);
  const end = send ? then(ring.pair(send)) : 0;
  return {
    send,
    receive,
    done,
    lost: ring.has(end) && ring.kind(end) === Kind.fault ? end : 0,
    topic: ring.text(known),
    from: sender,
    to: receiver,
    sentAt: send ? ring.time(send) : null,
    receivedAt: receive ? ring.time(receive) : null,
    waited: receive ? ring.a(receive) : null,
    handled: done ? ring.a(done) : null,
    turns: done ? ring.b(done) : 0,
  };
}

function answer(ring: TraceRing, n: number, kind: number): number {
  const pair = ring.pair(n);
  return pair && ring.has(pair) && ring.kind(pair) === kind ? pair : 0;
}
