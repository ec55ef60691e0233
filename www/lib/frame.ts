// The page's one animation frame loop: whoever has something to show asks for the next frame, and all are called in it.

const HIDDEN_MS = 1_000;

const waiting = new Set<() => void>();
let frame = 0;
let timer = 0;

/** Calls `run` once in the next frame; asking twice is the same as once. A hidden tab has no frames: there, once a second. */
export function nextFrame(run: () => void): void {
  waiting.add(run);
  if (frame === 0 && timer === 0) schedule();
}

function schedule(): void {
  if (document.hidden) timer = setTimeout(flush, HIDDEN_MS);
  else frame = requestAnimationFrame(flush);
}

function flush(): void {
  frame = timer = 0;
  const now = [...waiting];
  waiting.clear();
  for (const run of now) {
    try {
      run();
    } catch (error) {
      reportError(error); // one view that fails must not stop the others, nor the engine's next update
    }
  }
}

// A frame that was asked for just before the tab was hidden would never come, and a second is long once it is seen again.
document.addEventListener("visibilitychange", () => {
  cancelAnimationFrame(frame);
  clearTimeout(timer);
  frame = timer = 0;
  if (waiting.size > 0) schedule();
});
