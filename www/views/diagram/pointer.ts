// Pointers on the diagram: a mouse hovers, clicks and turns its wheel; fingers pan and pinch. Gestures become calls on the
// diagram; nothing is decided here.

export interface Gestures {
  /** Scrolled by so many pixels, down and to the right. */
  scroll(dy: number, dx: number): void;
  /** Zoomed by this factor around a height. */
  zoom(factor: number, y: number): void;
  tap(x: number, y: number, reach: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  /** Whether the scrollbar is at this place, and where its thumb was dragged to. */
  grabs(x: number, y: number): boolean;
  drag(y: number): void;
}

const MOUSE_REACH = 6;
const FINGER_REACH = 16;
/** Further than this a press is no tap. */
const SLOP = 8;
const LINE = 20;
/** Share of its speed that a flick keeps in a frame of 16 ms. */
const FRICTION = 0.94;

export function listen(canvas: HTMLElement, gestures: Gestures): void {
  const fingers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  let dragging = false;
  let speed = 0;
  let stamp = 0;
  let gliding = 0;

  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? LINE : event.deltaMode === 2 ? canvas.clientHeight : 1;
      if (event.ctrlKey) gestures.zoom(Math.exp(-event.deltaY * unit * 0.004), event.offsetY);
      else if (event.shiftKey && event.deltaX === 0) gestures.scroll(0, event.deltaY * unit);
      else gestures.scroll(event.deltaY * unit, event.deltaX * unit);
    },
    { passive: false },
  );

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    cancelAnimationFrame(gliding);
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    moved = fingers.size > 1 ? Infinity : 0;
    speed = 0;
    stamp = event.timeStamp;
    dragging = fingers.size === 1 && gestures.grabs(event.offsetX, event.offsetY);
    if (dragging) gestures.drag(event.offsetY);
  });

  canvas.addEventListener("pointermove", (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) {
      if (event.pointerType !== "touch") gestures.hover(event.offsetX, event.offsetY);
      return;
    }
    if (dragging) {
      gestures.drag(event.offsetY);
      return;
    }
    const dx = event.offsetX - finger.x;
    const dy = event.offsetY - finger.y;
    moved += Math.abs(dx) + Math.abs(dy);
    if (fingers.size === 2) {
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      const before = Math.hypot(finger.x - other.x, finger.y - other.y);
      const after = Math.hypot(event.offsetX - other.x, event.offsetY - other.y);
      if (before > 10) gestures.zoom(after / before, (event.offsetY + other.y) / 2);
      gestures.scroll(-dy / 2, -dx / 2);
    } else if (moved > SLOP) {
      gestures.scroll(-dy, -dx);
      const ms = Math.max(1, event.timeStamp - stamp);
      speed = 0.7 * speed + 0.3 * (-dy / ms);
    }
    stamp = event.timeStamp;
    finger.x = event.offsetX;
    finger.y = event.offsetY;
  });

  const release = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId)) return;
    const tapped = moved <= SLOP && !dragging && event.type === "pointerup";
    if (tapped) gestures.tap(event.offsetX, event.offsetY, event.pointerType === "touch" ? FINGER_REACH : MOUSE_REACH);
    if (fingers.size === 0 && !dragging && event.pointerType === "touch" && event.timeStamp - stamp < 60 && Math.abs(speed) > 0.2) glide();
    if (fingers.size === 0) dragging = false;
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => gestures.leave());

  /** A flicked view goes on, and slows down. */
  function glide(): void {
    let before = performance.now();
    const step = (now: number) => {
      const ms = now - before;
      before = now;
      gestures.scroll(speed * ms, 0);
      speed *= FRICTION ** (ms / 16);
      if (Math.abs(speed) > 0.02) gliding = requestAnimationFrame(step);
    };
    gliding = requestAnimationFrame(step);
  }
}
