// Requests of HTTP to the typed store of the run, from wherever in the page they come: each is an input of the run.
import { EngineError } from "./engine";
import { t } from "./i18n/index";
import { loaded, Missing, missingText } from "./lib/missing";
import { storeIn } from "./lib/typed-store";
import type { Command, HttpRequest, HttpResponse } from "./protocol";
import { hasTypedStore, type State } from "./state";

/** The answer to a request. */
export interface Answer {
  status: number;
  headers: [name: string, value: string][];
  body: string;
  /** The run's newest event when it was asked, which is the send of the request; 0: it never came to the run. */
  event: number;
}

/** The typed store that the page has met. */
export interface HttpInfo {
  /** The scenario or project that has it, or had it. */
  scenario: string;
  /** Whether requests from frames and scripts come to it, by the service worker. */
  reach: "starting" | "open" | "none";
  /** Why not. */
  reason: string;
}

interface Host {
  readonly state: Readonly<State>;
  /** The number of the run that is being played. */
  run(): number;
  request<T>(command: Command): Promise<T>;
  changed(info: HttpInfo): void;
}

interface Waiting {
  run: number;
  answer(response: Pick<HttpResponse, "status" | "headers" | "body">): void;
}

export class Http {
  private readonly waiting = new Map<string, Waiting>();
  private reaching: Promise<void> | undefined;

  constructor(private readonly host: Host) {}

  /** Asks the run's store. There is always an answer; one of 503 says why nobody could give another. `sent` is told the event of the request. */
  async ask(request: HttpRequest, sent: (event: number) => void = () => {}): Promise<Answer> {
    // Nobody can answer there; and what asks by itself must not have the run go on from there.
    if (this.host.state.past) return { ...unavailable(t("http.past")), event: 0 };
    if (this.host.state.replaying !== null) return { ...unavailable(t("run.replaying.wait")), event: 0 };
    const run = this.host.run();
    let asked: { id: number; event: number };
    try {
      asked = await this.host.request({ type: "http", ...request });
    } catch (error) {
      return { ...unavailable(error instanceof EngineError ? error.failure.message : String(error)), event: 0 };
    }
    sent(asked.event);
    return new Promise((resolve) => {
      const answer: Waiting["answer"] = ({ status, headers, body }) => resolve({ status, headers, body, event: asked.event });
      // The run may have ended before the engine's word came.
      if (run !== this.host.run()) answer(unavailable(t("http.run_over")));
      else this.waiting.set(key(run, asked.id), { run, answer });
    });
  }

  /** The run has these names. Only who has met a typed store gets the service worker, whose code is loaded then. */
  met(names: State["names"]): void {
    const { preferences, http } = this.host.state;
    const { scenario } = preferences;
    if (http?.scenario === scenario || storeIn(names) === undefined) return;
    const tell = (reach: HttpInfo["reach"], reason = "") => this.host.changed({ scenario, reach, reason });
    tell("starting");
    this.reaching ??= this.reach().catch((error: unknown) => {
      this.reaching = undefined; // the next one tries again
      throw error;
    });
    this.reaching.then(
      () => tell("open"),
      (error: unknown) => tell("none", error instanceof Missing ? missingText(error.part) : String(error instanceof Error ? error.message : error)),
    );
  }

  private async reach(): Promise<void> {
    const { begin } = await loaded("part.http", import("./service-worker/tab"));
    const { state } = this.host;
    await begin({
      hasStore: () => hasTypedStore(state),
      isPaused: () => !state.preferences.settings.playing,
      ask: (request) => this.ask(request),
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
