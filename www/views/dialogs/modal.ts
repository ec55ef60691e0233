// A view in a modal <dialog>: the browser keeps the focus inside, gives it back, and closes on Esc.
import { html, nothing, type TemplateResult } from "lit";
import type { Slice, State } from "../../state";
import { View } from "../view";

export abstract class Modal extends View {
  static override watches: readonly Slice[] = ["dialog"];

  protected abstract readonly name: NonNullable<State["dialog"]>;
  protected abstract content(): TemplateResult;
  protected abstract heading(): string;

  protected get open(): boolean {
    return this.state.dialog === this.name;
  }

  protected override render(): TemplateResult {
    return html`<dialog class="modal ${this.name}" aria-label=${this.heading()} @close=${this.closed} @click=${this.outside}>
      ${this.open ? this.content() : nothing}
    </dialog>`;
  }

  protected override updated(): void {
    const dialog = this.querySelector("dialog")!;
    if (this.open && !dialog.open) {
      dialog.showModal();
      this.opened();
    } else if (!this.open && dialog.open) dialog.close();
  }

  /** After it came up. */
  protected opened(): void {}

  protected close(): void {
    this.querySelector("dialog")?.close();
  }

  private readonly closed = () => {
    if (this.open) this.store.dialog(null);
  };

  /** A click on the backdrop hits the dialog itself. */
  private readonly outside = (event: Event) => {
    if (event.target === event.currentTarget) this.close();
  };
}
