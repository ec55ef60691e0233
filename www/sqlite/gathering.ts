// Requests that come while others are being written are taken together, since whatever is written together is flushed once.
import type { StoreAnswer, StoreRequest } from "./protocol";

/** So many at most: whoever came first shall not wait for all that come after. */
const MOST = 512;

interface Waiting {
  port: MessagePort;
  request: StoreRequest;
}

/** A task of one's own comes after those that are there already: then all have been taken that came during the last group. */
const after = ownTask();

export class Gathering {
  private readonly ports = new Set<MessagePort>();
  private waiting: Waiting[] = [];
  private breathing = false;
  private seen = 0;
  /** Reads that came while somebody else holds the database; undefined: nobody does. */
  private held: Waiting[] | undefined;

  /** `answer` answers requests in their order. */
  constructor(private readonly answer: (requests: StoreRequest[]) => StoreAnswer[]) {}

  /** Takes the requests of a port from now on, first those that wait in it. */
  connect(port: MessagePort): void {
    this.ports.add(port);
    port.onmessage = ({ data }: MessageEvent<StoreRequest[]>) => {
      for (const request of data) (this.held && request.op !== "set" ? this.held : this.waiting).push({ port, request });
      // What comes alone waits for nobody.
      if (!this.breathing && this.waiting.length > 0) this.settle();
    };
  }

  /**
   * Somebody else holds the database. Reads wait, for they miss nothing by that; a write that came hours later would surprise, so it is
   * answered at once.
   */
  hold(): void {
    this.held ??= [];
  }

  /** Nobody does any more. */
  release(): void {
    this.waiting.push(...(this.held ?? []));
    this.held = undefined;
    if (!this.breathing && this.waiting.length > 0) this.settle();
  }

  /** Takes nothing more of the ports that there are: what is still on its way there is never done. */
  cut(): void {
    for (const port of this.ports) port.close();
    this.ports.clear();
    this.waiting = [];
    if (this.held) this.held = [];
  }

  private settle(): void {
    const group = this.waiting;
    this.waiting = [];
    const answers = this.answer(group.map(({ request }) => request));
    // What goes to one port goes together: a message takes longer than a write of which there are many.
    const together = new Map<MessagePort, StoreAnswer[]>();
    for (const [at, { port }] of group.entries()) {
      const list = together.get(port);
      if (list) list.push(answers[at]);
      else together.set(port, [answers[at]]);
    }
    for (const [port, list] of together) port.postMessage(list);
    this.breathe();
  }

  private breathe(): void {
    this.breathing = true;
    this.seen = this.waiting.length;
    after(() => this.breathed());
  }

  private breathed(): void {
    const { length } = this.waiting;
    this.breathing = false;
    // Where some have come meanwhile there may be more.
    if (length > this.seen && length < MOST) this.breathe();
    else if (length > 0) this.settle();
  }
}

function ownTask(): (act: () => void) => void {
  const { scheduler } = globalThis as { scheduler?: { postTask(act: () => void): Promise<void> } };
  // Many times as fast as a message, for which whoever asks one thing after the other would wait each time.
  if (scheduler?.postTask) return (act) => void scheduler.postTask(act);
  const { port1, port2 } = new MessageChannel();
  let next: () => void = () => {};
  port1.onmessage = () => next();
  return (act) => {
    next = act;
    port2.postMessage(null);
  };
}
