// Requests of HTTP to the typed store of the run, from wherever in the page they come: each is an input of the run.
import { EngineError } from "./engine";
import { t } from "./i18n/index";
import type { Command, HttpRequest, HttpResponse } from "./protocol";

/** The answer to a request. */
export interface Answer {
  status: number;
  headers: [name: string, value: string][];
  body: string;
  /** The run's newest event when it was asked, which is the send of the request; 0: it never came to the run. */
  event: number;
}

interface Host {
  /** The number of the run that is being played. */
  run(): number;
  request<T>(command: Command): Promise<T>;
}

interface Waiting {
  run: number;
  answer(response: Pick<HttpResponse, "status" | "headers" | "body">): void;
}

export class Http {
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly host: Host) {}

  /** How many wait for an answer: while the run stands still there is none. */
  get open(): number {
    return this.waiting.size;
  }

  /** Asks the run's store. There is always an answer; one of 503 says why nobody could give another. */
  async ask(request: HttpRequest): Promise<Answer> {
    const run = this.host.run();
    let asked: { id: number; event: number };
    try {
      asked = await this.host.request({ type: "http", ...request });
    } catch (error) {
      return { ...unavailable(error instanceof EngineError ? error.failure.message : String(error)), event: 0 };
    }
    return new Promise((resolve) => {
      const answer: Waiting["answer"] = ({ status, headers, body }) => resolve({ status, headers, body, event: asked.event });
      // The run may have ended before the engine's word came.
      if (run !== this.host.run()) answer(unavailable(t("http.run_over")));
      else this.waiting.set(key(run, asked.id), { run, answer });
    });
  }

  /** The run has answered. */
  answered(response: HttpResponse): void {
    const waits = this.waiting.get(key(response.run, response.id));
    this.waiting.delete(key(response.run, response.id));
    waits?.answer(response);
  }

  /** Another run is being played, or none: nobody answers what was asked of those before. */
  begin(run: number): void {
    for (const [id, waits] of this.waiting) {
      if (waits.run === run) continue;
      this.waiting.delete(id);
      waits.answer(unavailable(t("http.run_over")));
    }
  }
}

function key(run: number, id: number): string {
  return `${run}/${id}`;
}

function unavailable(error: string): Pick<HttpResponse, "status" | "headers" | "body"> {
  return { status: 503, headers: [["content-type", "application/json"]], body: JSON.stringify({ error }) };
}
