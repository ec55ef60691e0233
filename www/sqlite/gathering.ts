// Requests that wait in the ports are taken together, since whatever is written together is flushed once.
import type { StoreAnswer, StoreRequest } from "./protocol";

/** So many at most: whoever came first shall not wait for all that come after. */
const MOST = 512;

interface Waiting {
  port: MessagePort;
  request: StoreRequest;
}

export class Gathering {
  private waiting: Waiting[] = [];
  private seen = 0;
  /** A message to oneself comes after those that are there already. */
  private readonly breath = new MessageChannel();

  /** `answer` answers requests in their order. */
  constructor(private readonly answer: (requests: StoreRequest[]) => StoreAnswer[]) {
    this.breath.port1.onmessage = () => this.settle();
  }

  /** Takes the requests of a port from now on, first those that wait in it. */
  connect(port: MessagePort): void {
    port.onmessage = ({ data }: MessageEvent<StoreRequest>) => {
      this.waiting.push({ port, request: data });
      if (this.waiting.length === 1) this.breathe();
    };
  }

  private breathe(): void {
    this.seen = this.waiting.length;
    this.breath.port2.postMessage(null);
  }

  private settle(): void {
    // Where some have come meanwhile there may be more.
    if (this.waiting.length > this.seen && this.waiting.length < MOST) return this.breathe();
    const group = this.waiting;
    this.waiting = [];
    const answers = this.answer(group.map(({ request }) => request));
    for (const [at, { port }] of group.entries()) port.postMessage(answers[at]);
  }
}
