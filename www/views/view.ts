// What all views have in common: they render the store's state, and redraw when one of the slices they watch changes.
import { LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { nextFrame } from "../lib/frame";
import { Turns } from "../lib/turns";
import { OF_THE_RUN, type Slice, type State } from "../state";
import type { Store } from "../store";

const turns = new Turns();

function takeTurns(): void {
  if (turns.frame(performance.now())) nextFrame(takeTurns);
}

export abstract class View extends LitElement {
  /** The slices that a view shows. The language is in `preferences`. */
  static watches: readonly Slice[] = [];
  /** Milliseconds from one drawing to the next, however often the run changes something: nobody reads faster. 0: it moves with every frame. */
  static calm = 100;

  @property({ attribute: false }) store!: Store;
  /** A view in a tab that nobody sees does not draw. */
  @property({ attribute: false }) active = true;

  private unsubscribe?: () => void;

  protected get state(): Readonly<State> {
    return this.store.state;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { watches, calm } = this.constructor as typeof View;
    this.unsubscribe = this.store.subscribe(["preferences", ...watches], (changed) => {
      if (!this.active) return;
      // What the reader did is shown at once.
      if (calm === 0 || changed.some((slice) => !OF_THE_RUN.has(slice))) return this.redraw();
      turns.ask(this.redraw, calm);
      nextFrame(takeTurns);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
    turns.leave(this.redraw);
  }

  private readonly redraw = (): void => {
    if (this.active) this.requestUpdate();
  };

  protected override shouldUpdate(changed: PropertyValues): boolean {
    // The last drawing of a view that goes out of sight tells the views inside it.
    return this.active || changed.has("active") || changed.has("store");
  }

  /** The page's style sheets reach every view, so one set of tokens and one focus ring serve all. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
