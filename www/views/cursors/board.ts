// The canvas itself: its size, what the pointer and the arrow keys do on it, and when it is painted.
import { paint, placeOf, readLook, within, type Look } from "./paint";
import { HEIGHT, WIDTH, type Place, type Scene } from "./scene";

const STEP = 20;
const STRIDE = 100; // with Shift
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Board {
  private readonly ctx: CanvasRenderingContext2D;
  private readonly resized = new ResizeObserver(() => this.paint());
  private look: Look;
  /** By keys, as long as the canvas has the focus. */
  private typed: Place | null = null;

  /** `pointed` hears where the reader points; null: no longer. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly scene: Scene,
    private readonly pointed: (place: Place | null) => void,
  ) {
    this.ctx = canvas.getContext("2d", { alpha: false })!;
    this.look = readLook(canvas);
    this.resized.observe(canvas);
    canvas.onpointermove = canvas.onpointerdown = ({ offsetX, offsetY }) => this.pointed(placeOf({ x: offsetX, y: offsetY }, canvas.clientWidth, canvas.clientHeight));
    canvas.onpointerleave = canvas.onpointercancel = () => this.pointed(this.typed);
    canvas.onkeydown = this.key;
    canvas.onblur = () => this.leave();
  }

  disconnect(): void {
    this.resized.disconnect();
  }

  /** The theme has changed. */
  restyle(): void {
    this.look = readLook(this.canvas);
  }

  paint(): void {
    const { canvas, ctx } = this;
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0) return;
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(ctx, clientWidth, clientHeight, this.scene.drawn.values(), this.look);
  }

  private readonly key = (event: KeyboardEvent) => {
    if (event.key === "Escape") return this.leave();
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const step = event.shiftKey ? STRIDE : STEP;
    const { x, y } = this.typed ?? { x: WIDTH / 2, y: HEIGHT / 2 };
    this.typed = within({ x: x + arrow[0] * step, y: y + arrow[1] * step });
    this.pointed(this.typed);
  };

  private leave(): void {
    this.typed = null;
    this.pointed(null);
  }
}
