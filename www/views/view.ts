// What all views have in common: they render the store's state, and redraw when one of the slices they watch changes.
import { LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import type { Slice, State } from "../state";
import type { Store } from "../store";

export abstract class View extends LitElement {
  /** The slices that a view shows. The language is in `preferences`. */
  static watches: readonly Slice[] = [];

  @property({ attribute: false }) store!: Store;
  /** A view in a tab that nobody sees does not draw. */
  @property({ attribute: false }) active = true;

  private unsubscribe?: () => void;

  protected get state(): Readonly<State> {
    return this.store.state;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { watches } = this.constructor as typeof View;
    this.unsubscribe = this.store.subscribe(["preferences", ...watches], () => this.active && this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
  }

  protected override shouldUpdate(changed: PropertyValues): boolean {
    // The last drawing of a view that goes out of sight tells the views inside it.
    return this.active || changed.has("active") || changed.has("store");
  }

  /** The page's style sheets reach every view, so one set of tokens and one focus ring serve all. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
