// Pointers on the diagram: a mouse hovers, clicks and turns its wheel; fingers pan and pinch. Gestures become calls on the
// diagram; nothing is decided here.

import { nextFrame } from "../../lib/frame";

/** What a press took hold of. */
export interface Drag {
  move(x: number, y: number): void;
  end?(): void;
}

export interface Gestures {
  /** Scrolled by so many pixels, down and to the right. */
  scroll(dy: number, dx: number): void;
  /** Zoomed by this factor around a height. */
  zoom(factor: number, y: number): void;
  tap(x: number, y: number, reach: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  /** What a press at this place takes hold of; null: nothing, then it pans. */
  grab(x: number, y: number): Drag | null;
  /** The menu of what is at this place was asked for; answers whether there is one. */
  menu(x: number, y: number): boolean;
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
  let held: Drag | null = null;
  let speed = 0;
  let stamp = 0;
  let glided = 0;
  let gliding = false;

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
    gliding = false;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    moved = fingers.size > 1 ? Infinity : 0;
    speed = 0;
    stamp = event.timeStamp;
    held?.end?.();
    held = fingers.size === 1 ? gestures.grab(event.offsetX, event.offsetY) : null;
  });

  canvas.addEventListener("pointermove", (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) {
      if (event.pointerType !== "touch") gestures.hover(event.offsetX, event.offsetY);
      return;
    }
    const dx = event.offsetX - finger.x;
    const dy = event.offsetY - finger.y;
    moved += Math.abs(dx) + Math.abs(dy);
    if (held) {
      if (moved > SLOP) held.move(event.offsetX, event.offsetY);
    } else if (fingers.size === 2) {
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
    const tapped = moved <= SLOP && event.type === "pointerup";
    if (tapped) gestures.tap(event.offsetX, event.offsetY, event.pointerType === "touch" ? FINGER_REACH : MOUSE_REACH);
    if (fingers.size > 0) return;
    if (held) {
      if (moved > SLOP) held.end?.();
    } else if (event.pointerType === "touch" && event.timeStamp - stamp < 60 && Math.abs(speed) > 0.2) {
      gliding = true;
      glided = performance.now();
      glide();
    }
    held = null;
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => gestures.leave());
  // The right button, and a long press.
  canvas.addEventListener("contextmenu", (event) => {
    if (!gestures.menu(event.offsetX, event.offsetY)) return;
    event.preventDefault();
    fingers.clear();
    held = null;
  });

  /** A flicked view goes on, and slows down. */
  function glide(): void {
    if (!gliding) return;
    const now = performance.now();
    const ms = now - glided;
    glided = now;
    gestures.scroll(speed * ms, 0);
    speed *= FRICTION ** (ms / 16);
    gliding = Math.abs(speed) > 0.02;
    nextFrame(glide);
  }
}
