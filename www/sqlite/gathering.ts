// Requests that come while others are being written are taken together, since whatever is written together is flushed once.
import type { StoreAnswer, StoreRequest } from "./protocol";

/** So many at most: whoever came first shall not wait for all that come after. */
const MOST = 512;

interface Waiting {
  port: MessagePort;
  request: StoreRequest;
}

export class Gathering {
  private readonly ports = new Set<MessagePort>();
  private waiting: Waiting[] = [];
  /** A message to oneself comes after those that are there already: then all have been taken that came during the last group. */
  private readonly breath = new MessageChannel();
  private breathing = false;
  private seen = 0;

  /** `answer` answers requests in their order. */
  constructor(private readonly answer: (requests: StoreRequest[]) => StoreAnswer[]) {
    this.breath.port1.onmessage = () => this.breathed();
  }

  /** Takes the requests of a port from now on, first those that wait in it. */
  connect(port: MessagePort): void {
    this.ports.add(port);
    port.onmessage = ({ data }: MessageEvent<StoreRequest>) => {
      this.waiting.push({ port, request: data });
      // One that comes alone waits for nobody.
      if (!this.breathing) this.settle();
    };
  }

  /** Takes nothing more of the ports that there are: what is still on its way there is never done. */
  cut(): void {
    for (const port of this.ports) port.close();
    this.ports.clear();
    this.waiting = [];
  }

  private settle(): void {
    const group = this.waiting;
    this.waiting = [];
    const answers = this.answer(group.map(({ request }) => request));
    for (const [at, { port }] of group.entries()) port.postMessage(answers[at]);
    this.breathe();
  }

  private breathe(): void {
    this.breathing = true;
    this.seen = this.waiting.length;
    this.breath.port2.postMessage(null);
  }

  private breathed(): void {
    const { length } = this.waiting;
    this.breathing = false;
    // Where some have come meanwhile there may be more.
    if (length > this.seen && length < MOST) this.breathe();
    else if (length > 0) this.settle();
  }
}
