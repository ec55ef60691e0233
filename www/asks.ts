// What a run asks of the key-value store, on the way to the worker that holds the database; and its answers, on the way back.
import type { Ask, StoreAnswer } from "./protocol";
import type { StoreAnswer as Answered, StoreFailure } from "./sqlite/protocol";

const LOST: StoreFailure = {
  kind: "Unavailable",
  message: "the database was closed before it answered: what was asked may have been done or not",
  retryable: true,
};

export class Asks {
  private port: MessagePort | null = null;
  /** They wait for a database to be there. */
  private waiting: Ask[] = [];
  /** They wait for its answer. */
  private readonly open = new Map<number, Ask>();
  /** They go together, when all have been asked that are asked now. */
  private leaving: object[] = [];
  private lastId = 0;
  private run = 0;

  /** `want` is called when a run needs a database, and there is none. */
  constructor(
    private readonly answer: (answer: StoreAnswer) => void,
    private readonly want: (run: number) => void,
  ) {}

  /** A run begins without a database: another one's may be of another project. */
  take(ask: Ask): void {
    if (ask.run !== this.run) {
      this.disconnect(LOST);
      this.run = ask.run;
    }
    if (this.port) return this.send(ask);
    this.waiting.push(ask);
    if (this.waiting.length === 1) this.want(ask.run);
  }

  /** The database that answers for a run from now on; of one before it nothing is awaited any more. */
  connect(run: number, port: MessagePort): void {
    if (run !== this.run) return port.close();
    this.close(LOST);
    this.port = port;
    port.onmessage = ({ data }: MessageEvent<Answered[]>) => {
      for (const answer of data) this.receive(answer);
    };
    this.leaving = [];
    for (const ask of this.waiting.splice(0)) this.send(ask);
  }

  /** There is none any more. Whoever waits for it is told why; whoever asks after that wants another. */
  disconnect(why: StoreFailure): void {
    this.close(why);
    for (const ask of this.waiting.splice(0)) this.tell(ask, { error: why });
  }

  private close(why: StoreFailure): void {
    this.port?.close();
    this.port = null;
    const open = [...this.open.values()];
    this.open.clear();
    for (const ask of open) this.tell(ask, { error: why });
  }

  private send(ask: Ask): void {
    const { op, key, json, glob } = ask;
    this.lastId += 1;
    this.open.set(this.lastId, ask);
    this.leaving.push({ id: this.lastId, op, key, json, glob });
    if (this.leaving.length === 1) queueMicrotask(() => this.leave());
  }

  private leave(): void {
    if (this.leaving.length > 0) this.port?.postMessage(this.leaving);
    this.leaving = [];
  }

  private receive(answer: Answered): void {
    const ask = this.open.get(answer.id);
    this.open.delete(answer.id);
    if (!ask) return;
    if ("error" in answer) return this.tell(ask, { error: answer.error });
    const { ok } = answer;
    this.tell(ask, typeof ok === "string" ? { json: ok } : ok ? { keys: ok } : {});
  }

  private tell({ run, process, id }: Ask, what: Pick<StoreAnswer, "json" | "keys" | "error">): void {
    this.answer({ run, process, id, ...what });
  }
}
