// The console of HTTP: requests to the typed store of the run, with any host, their answers, and those that were sent before.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { learn, t } from "../../i18n/index";
import { panels } from "../../i18n/typed-panels.en";
import { curl, PORT } from "../../lib/curl";
import { misuse, type Misuse } from "../../lib/http-misuse";
import type { HttpRequest, Inspection } from "../../protocol";
import type { RightModels, Slice } from "../../state";
import { readKept, storeIn } from "../../lib/typed-store";
import { View } from "../view";
import "./answer";
import { REMEMBERED, type Exchange } from "./exchange";
import { history } from "./history";
import { bodyOf, readyMade, type ReadyMade } from "./ready-made";

learn(panels);

const METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS"];

@customElement("rh-http")
export class HttpConsole extends View {
  static override watches: readonly Slice[] = ["http", "project", "run"];
  static override calm = 250;

  @state() private fields = { method: "GET", target: "/kv/stats", host: location.host, body: "" };
  @state() private misuse: Misuse | null = null;
  @state() private exchanges: readonly Exchange[] = [];
  @state() private shown: Exchange | null = null;
  @state() private ready = readyMade();
  /** The ready-made request that the form holds, as its option is called; empty: it holds none, or no longer. */
  @state() private picked = "";
  @state() private tenants: readonly string[] = [];
  /** What was copied last, and whether the clipboard took it. */
  @state() private copied: { text: string; taken: boolean } | null = null;
  /** Those that the ready-made requests are for. */
  private models: RightModels | undefined;
  /** When the store was last asked for tenants. */
  private asked = "";
  private sent = 0;

  protected override render(): TemplateResult {
    const { exchanges, shown } = this;
    return html`<div class="http">
      <form class="http-form" aria-label=${t("http.request")} autocomplete="off" novalidate @submit=${this.submit} @keydown=${this.key}>
        ${this.request()} ${this.copied ? this.copy(this.copied) : nothing} ${this.reach()}
      </form>
      <section class="http-answer" aria-label=${t("http.answer")}>
        <h2>${t("http.answer")}</h2>
        <div role="status">${shown ? html`<rh-http-answer .store=${this.store} .active=${this.active} .exchange=${shown}></rh-http-answer>` : html`<p class="soft">${t("http.none")}</p>`}</div>
      </section>
      <section class="http-history" aria-label=${t("http.history")}>
        <h2>${t("http.history")}</h2>
        ${history(exchanges, { shown, run: this.state.run.number, choose: this.choose, again: this.again, edit: this.edit })}
      </section>
    </div>`;
  }

  /** Whether frames and scripts come to the store, too. */
  private reach(): TemplateResult | typeof nothing {
    const { http } = this.state;
    if (http?.reach === "none") return html`<p class="http-reach none">${t("http.reach.none", { reason: http.reason })}</p>`;
    if (http?.reach === "open") return html`<p class="http-reach open">${t("http.reach.open", { address: new URL("kv/…", document.baseURI).pathname.replaceAll("%E2%80%A6", "…") })}</p>`;
    return nothing;
  }

  private request(): TemplateResult {
    const { method, target, host, body } = this.fields;
    const { misuse } = this;
    const text = (name: "target" | "host") => (event: Event) => this.change({ [name]: (event.target as HTMLInputElement).value });
    const invalid = (field: Misuse["field"]) => (misuse?.field === field ? "true" : "false");
    return html`<div class="http-line">
        <label class="ready"><span>${t("http.ready")}</span> ${this.choice()}</label>
        <label><span>${t("http.host")}</span> <input name="host" class="mono" list="http-tenants" spellcheck="false" autocapitalize="off" .value=${host} @input=${text("host")} @focus=${this.meetTenants} /></label>
        <button type="button" @click=${this.copyCurl}>${t("http.curl")}</button>
      </div>
      <div class="http-line">
        <label class="method"><span>${t("http.method")}</span>
          <select name="method" @change=${(event: Event) => this.change({ method: (event.target as HTMLSelectElement).value })}>
            ${METHODS.map((one) => html`<option .selected=${live(one === method)}>${one}</option>`)}
          </select></label>
        <label class="grow"><span>${t("http.path")}</span> <input name="target" class="mono" spellcheck="false" autocapitalize="off" aria-invalid=${invalid("target")} aria-describedby="http-misuse" .value=${target} @input=${text("target")} /></label>
        <button class="primary" title="Ctrl+Enter">${t("http.send")}</button>
      </div>
      <p id="http-misuse" class="error" role="alert" ?hidden=${!misuse}>${misuse ? t(misuse.key, misuse.params) : nothing}</p>
      ${target.startsWith("/kv/set/") ? html`<p class="soft http-ttl">${t("http.ttl")}</p>` : nothing}
      <label><span>${t("http.body")}</span>
        <textarea name="body" class="mono" rows="2" spellcheck="false" autocapitalize="off" aria-invalid=${invalid("body")} aria-describedby="http-misuse" .value=${body} @input=${(event: Event) => this.change({ body: (event.target as HTMLTextAreaElement).value })}></textarea></label>
      <datalist id="http-tenants">${this.tenants.map((one) => html`<option value=${one}></option>`)}</datalist>`;
  }

  private choice(): TemplateResult {
    const option = (one: ReadyMade, at: string) => html`<option value=${at} .selected=${live(at === this.picked)}>${one.method} ${one.target}</option>`;
    const pick = (event: Event) => {
      const { value } = event.target as HTMLSelectElement;
      const [type, at] = value.split("/").map(Number);
      const one = this.ready[type]?.[1][at];
      if (one) this.change({ method: one.method, target: one.target, body: bodyOf(one, this.models) }, value);
    };
    return html`<select name="ready" @change=${pick}>
      <option value="" .selected=${live(this.picked === "")}>${t("http.ready.none")}</option>
      ${this.ready.map(([type, requests], n) => {
        const options = requests.map((one, at) => option(one, `${n}/${at}`));
        return type ? html`<optgroup label=${type}>${options}</optgroup>` : options;
      })}
    </select>`;
  }

  private copy({ text, taken }: NonNullable<HttpConsole["copied"]>): TemplateResult {
    return html`<div class="http-copied">
      <p role="status">${t(taken ? "http.curl.copied" : "http.curl.by_hand", { port: String(PORT) })}</p>
      <textarea class="mono" readonly rows="3" aria-label="curl" .value=${text} @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}></textarea>
    </div>`;
  }

  private change(fields: Partial<HttpConsole["fields"]>, picked?: string): void {
    // Another host leaves an example what it is.
    if (picked !== undefined || !("host" in fields && Object.keys(fields).length === 1)) this.picked = picked ?? "";
    this.fields = { ...this.fields, ...fields };
    this.copied = null;
    if (this.misuse) this.misuse = misuse(this.fields);
  }

  private readonly key = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    (event.currentTarget as HTMLFormElement).requestSubmit();
  };

  private readonly submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (this.isRight()) void this.send({ ...this.fields, bytes: null });
  };

  /** Says what is wrong, and goes there. */
  private isRight(): boolean {
    this.misuse = misuse(this.fields);
    if (this.misuse) this.querySelector<HTMLElement>(`[name=${this.misuse.field}]`)?.focus();
    return !this.misuse;
  }

  private readonly again = ({ request }: Exchange) => this.send(request);

  /** Puts a request back into the form: what one wants next is often nearly the same. */
  private readonly edit = async ({ request }: Exchange) => {
    const { method, target, host, body } = request;
    this.change({ method, target, host: host ?? "", body });
    await this.updateComplete;
    const field = this.querySelector<HTMLElement>(`[name=${body ? "body" : "target"}]`);
    field?.scrollIntoView({ block: "nearest" });
    field?.focus();
  };

  private readonly choose = (exchange: Exchange) => {
    this.shown = exchange;
    if (exchange.event !== 0 && exchange.run === this.state.run.number) this.store.select({ event: exchange.event });
  };

  private async send(request: HttpRequest): Promise<void> {
    try {
      await this.store.goOn();
    } catch (error) {
      return this.store.complain(error);
    }
    const exchange: Exchange = { id: (this.sent += 1), request, run: this.state.run.number, event: 0, answer: null };
    this.exchanges = [exchange, ...this.exchanges].slice(0, REMEMBERED);
    this.shown = exchange;
    const become = (change: Partial<Exchange>) => {
      const changed = (one: Exchange) => (one.id === exchange.id ? { ...one, ...change } : one);
      this.exchanges = this.exchanges.map(changed);
      if (this.shown) this.shown = changed(this.shown);
    };
    void this.store.http.ask(request, (event) => become({ event })).then((answer) => become({ answer }));
  }

  private readonly copyCurl = async () => {
    if (!this.isRight()) return;
    const text = curl(this.fields);
    const taken = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    this.copied = { text, taken: taken ?? false };
    await this.updateComplete;
    if (!taken) this.querySelector<HTMLTextAreaElement>(".http-copied textarea")?.focus();
  };

  /** Hosts that were asked for here, or that the store has met. */
  private readonly meetTenants = async () => {
    const hosts = this.exchanges.map(({ request }) => request.host ?? "").filter(Boolean);
    const process = storeIn(this.state.names);
    const shown = process === undefined ? null : (await this.store.request<Inspection>({ type: "inspect", process }).catch(() => null))?.shown;
    const met = Object.keys(readKept(shown ?? null)?.tenants ?? {});
    this.tenants = [...new Set([location.host, ...hosts, ...met])];
    // Who has written nothing there is most curious about what is stored.
    if (met.length > 0 && hosts.length === 0 && this.fields.host === location.host) this.change({ host: met[0] });
  };

  /** Until somebody is met, the store is asked whenever the run has moved; but not because it has just said that there is nobody. */
  private meetFirst(): void {
    const { number, total } = this.state.run;
    const moment = `${number} ${total}`;
    if (this.tenants.length > 1 || this.exchanges.length > 0 || moment === this.asked) return;
    this.asked = moment;
    void this.meetTenants();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // The time of a request is known as soon as the page has read that far.
    const { ring, run } = this.state;
    for (const exchange of this.exchanges) if (exchange.time === undefined && exchange.run === run.number && ring.has(exchange.event)) exchange.time = ring.time(exchange.event);
  }

  protected override updated(): void {
    // While something is wrong with the models, those before are as good as any.
    const models = this.state.project?.models;
    if (!this.active) return;
    this.meetFirst();
    if (models === this.models) return;
    this.models = models;
    this.picked = "";
    this.ready = readyMade(models);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "rh-http": HttpConsole;
  }
}
