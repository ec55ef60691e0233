// The line between two panels: dragged, or moved by the arrow keys; Enter and a double click collapse the panel.
import { html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";

const STEP = 16;

@customElement("rh-splitter")
export class Splitter extends LitElement {
  @property({ attribute: false }) label!: string;
  @property({ attribute: false }) controls!: string;
  /** Of the line itself: a vertical one moves left and right. */
  @property({ attribute: false }) orientation!: "vertical" | "horizontal";
  @property({ attribute: false }) size!: number;
  @property({ attribute: false }) min!: number;
  @property({ attribute: false }) max!: number;
  /** 1: the panel is before the line, and grows when it moves on; -1: after it. */
  @property({ attribute: false }) sign!: 1 | -1;

  private from: { at: number; size: number } | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.role = "separator";
    this.addEventListener("keydown", this.key);
    this.addEventListener("pointerdown", this.grab);
    this.addEventListener("pointermove", this.drag);
    this.addEventListener("pointerup", this.release);
    this.addEventListener("pointercancel", this.release);
    this.addEventListener("dblclick", this.collapse);
  }

  protected override willUpdate(): void {
    this.ariaLabel = this.label;
    this.ariaOrientation = this.orientation;
    this.ariaValueNow = String(Math.round(this.size));
    this.ariaValueMin = String(this.min);
    this.ariaValueMax = String(this.max);
    this.setAttribute("aria-controls", this.controls);
  }

  private resize(size: number): void {
    const detail = Math.round(Math.min(this.max, Math.max(this.min, size)));
    this.size = detail; // the next key may come before the page has drawn this one
    this.dispatchEvent(new CustomEvent("resize-panel", { detail }));
  }

  private readonly collapse = () => this.dispatchEvent(new CustomEvent("collapse-panel"));

  private readonly key = (event: KeyboardEvent) => {
    const [less, more] = this.orientation === "vertical" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    if (event.key === less) this.resize(this.size - STEP * this.sign);
    else if (event.key === more) this.resize(this.size + STEP * this.sign);
    else if (event.key === "Home") this.resize(this.min);
    else if (event.key === "End") this.resize(this.max);
    else if (event.key === "Enter") this.collapse();
    else return;
    event.preventDefault();
  };

  private readonly grab = (event: PointerEvent) => {
    this.setPointerCapture(event.pointerId);
    this.from = { at: this.along(event), size: this.size };
    event.preventDefault();
  };

  private readonly drag = (event: PointerEvent) => {
    if (this.from) this.resize(this.from.size + (this.along(event) - this.from.at) * this.sign);
  };

  private readonly release = () => {
    this.from = null;
  };

  private along(event: PointerEvent): number {
    return this.orientation === "vertical" ? event.clientX : event.clientY;
  }

  protected override render() {
    return html``;
  }
}
