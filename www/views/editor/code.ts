// <rh-code>: the text of one file at a time. Each file keeps its own undo, its own cursor and its own place.
//
// It has a shadow root: there CodeMirror mounts its sheets as objects, which the page's policy allows; in the page itself it would
// write a <style>, which the policy forbids.
import { setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, type EditorStateConfig, type StateEffect, type TransactionSpec } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import { LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/index";
import type { Files } from "../../lib/project/files";
import { loadAbout } from "./about";
import { diagnosticsOf, unitsBefore, type Problem } from "./diagnostics";
import { historyOf, stateWith, type History } from "./history";
import { namesOf, type Names } from "./names";
import { phrases } from "./phrases";
import { setup } from "./setup";
import { styles } from "./styles";

/** The text changed because the files did: nobody has to be told. */
const told = Annotation.define<boolean>();

const NOTHING: Names = { entries: [], registered: [], topics: [], sources: [], models: [] };

@customElement("rh-code")
export class Code extends LitElement {
  static override styles = styles;

  /** Other files of the same names: nothing is carried over from one project to the next. */
  @property({ attribute: false }) project = "";
  @property({ attribute: false }) path = "";
  @property({ attribute: false }) files: Files = {};
  @property({ attribute: false }) problems: readonly Problem[] = [];
  @property({ attribute: false }) notes: readonly Problem[] = [];
  @property({ attribute: false }) readonly = false;
  @property({ attribute: false }) override lang = "";

  private view?: EditorView;
  private readonly states = new Map<string, EditorState>();
  private readonly places = new Map<string, StateEffect<unknown>>();
  /** What the files said last, or were told. */
  private texts: Files = {};
  private stored: unknown;
  private shown = "";
  private names: { of: Files; found: Names } = { of: {}, found: NOTHING };
  private readonly changing = new Compartment();
  private height = 0;
  private readonly resized = new ResizeObserver(() => this.keepInSight());

  /** Plain data, by path: what undo goes back to. */
  get history(): History {
    this.stash();
    const kept = Object.keys(this.files).map((path) => {
      const state = this.states.get(path);
      return [path, state ? historyOf(state) : this.storedFor(path)] as const;
    });
    return Object.fromEntries(kept.filter(([, history]) => history !== undefined)) as History;
  }

  /** For files that have not been shown yet. */
  set history(value: unknown) {
    this.stored = value;
  }

  /** The line of the cursor, from 1. */
  get line(): number {
    const { state } = this.view ?? {};
    return state ? state.doc.lineAt(state.selection.main.head).number : 1;
  }

  override focus(): void {
    this.view?.focus();
  }

  /** Puts the cursor on a line, which counts from 1, and shows it. */
  async reveal(number: number, column = 1): Promise<void> {
    await this.updateComplete;
    const { view } = this;
    if (!view) return;
    const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
    const anchor = line.from + unitsBefore(line.text, column);
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    view.focus();
  }

  /** A file has another name now, and keeps its undo. */
  rename(from: string, to: string): void {
    this.stash();
    const state = this.states.get(from);
    if (!state) return;
    // Its language may be another one: the state is made anew, out of its own history.
    const kept = historyOf(state);
    this.states.delete(from);
    this.stored = { ...(this.stored as object | undefined), ...(kept && { [to]: kept }) };
    if (this.shown === from) this.shown = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.stash();
    this.view?.destroy();
    this.view = undefined;
    this.shown = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
    this.requestUpdate();
  }

  protected override render(): typeof nothing {
    return nothing;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("lang")) void loadAbout();
    if (changed.has("project")) this.forget();
    if (changed.has("files")) this.take();
    this.view ??= new EditorView({ parent: this.renderRoot as ShadowRoot, root: this.renderRoot as ShadowRoot });
    const another = this.shown !== this.path;
    if (another) this.show();
    if (another || changed.has("readonly") || changed.has("lang")) this.view.dispatch({ effects: this.changing.reconfigure(this.changeable()) });
    if (another || changed.has("problems") || changed.has("notes")) this.mark();
  }

  private forget(): void {
    this.states.clear();
    this.places.clear();
    this.texts = {};
    this.shown = "";
  }

  /** Brings what is known up to what the files say now. */
  private take(): void {
    for (const path of this.states.keys()) {
      if (!Object.hasOwn(this.files, path)) this.states.delete(path);
    }
    for (const [path, text] of Object.entries(this.files)) {
      const known = this.texts[path];
      this.texts[path] = text;
      if (known !== text) this.replace(path, text);
    }
  }

  private replace(path: string, text: string): void {
    const all = (state: EditorState): TransactionSpec => ({ changes: { from: 0, to: state.doc.length, insert: text }, annotations: told.of(true) });
    const state = this.states.get(path);
    if (path === this.shown && this.view) this.view.dispatch(all(this.view.state));
    else if (state) this.states.set(path, state.update(all(state)).state);
  }

  private show(): void {
    const { view, path } = this;
    if (!view) return;
    this.stash();
    if (view.dom.isConnected && this.shown) this.places.set(this.shown, view.scrollSnapshot());
    const state = this.states.get(path) ?? stateWith(this.files[path] ?? "", this.storedFor(path), this.config(path));
    this.states.set(path, state);
    this.shown = path;
    view.setState(state);
    const place = this.places.get(path);
    if (place) view.dispatch({ effects: place });
  }

  private storedFor(path: string): unknown {
    return typeof this.stored === "object" && this.stored !== null ? (this.stored as Record<string, unknown>)[path] : undefined;
  }

  private stash(): void {
    if (this.view && this.shown) this.states.set(this.shown, this.view.state);
  }

  private config(path: string): EditorStateConfig {
    const run = () => this.dispatchEvent(new CustomEvent("run"));
    const trace = () => this.dispatchEvent(new CustomEvent("trace"));
    return {
      extensions: [
        setup({ path, run, trace, names: () => this.ownNames() }),
        EditorView.updateListener.of((update) => this.edited(update)),
        this.changing.of(this.changeable()),
      ],
    };
  }

  /** What may change while a file is open: who reads it, and whether it may be written. */
  private changeable() {
    return [
      EditorState.readOnly.of(this.readonly),
      EditorState.phrases.of(phrases()),
      // It takes the focus without a tabindex, too, but tools that look for what does ask for one.
      EditorView.contentAttributes.of({ tabindex: "0", "aria-label": t(this.readonly ? "editor.text.readonly" : "editor.text", { file: this.path }) }),
    ];
  }

  private edited({ docChanged, transactions, state }: ViewUpdate): void {
    if (!docChanged || transactions.some((one) => one.annotation(told))) return;
    const path = this.shown;
    const written = state.doc.toString();
    // CodeMirror knows one kind of line end. A file keeps its own.
    const text = this.texts[path]?.includes("\r\n") ? written.replaceAll("\n", "\r\n") : written;
    this.texts[path] = text;
    this.dispatchEvent(new CustomEvent("edit", { detail: { path, text } }));
  }

  private mark(): void {
    const { view, path } = this;
    if (!view) return;
    const { state } = view;
    view.dispatch(setDiagnostics(state, [...diagnosticsOf(path, state.doc, this.problems, "error"), ...diagnosticsOf(path, state.doc, this.notes, "info")]));
  }

  /** What is said above and below while one writes takes its room from the text: the line that is written stays in sight. */
  private keepInSight(): void {
    const { view, clientHeight } = this;
    if (view?.hasFocus && clientHeight < this.height) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) });
    this.height = clientHeight;
  }

  private ownNames(): Names {
    if (this.names.of !== this.files) this.names = { of: this.files, found: namesOf(this.files) };
    return this.names.found;
  }
}
