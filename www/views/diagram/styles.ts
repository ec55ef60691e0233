import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    background: var(--paper);
    color: var(--ink);
    font: 13px/1.45 var(--ui);
  }
  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    touch-action: none;
    cursor: default;
  }
  canvas.over {
    cursor: pointer;
  }
  canvas:focus {
    outline: none;
  }
  canvas:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    padding: 64px 24px 24px;
    text-align: center;
    color: var(--soft);
    pointer-events: none;
  }
  .empty p {
    max-width: 34ch;
    margin: 0;
  }
  .zoom {
    position: absolute;
    right: 18px;
    bottom: 12px;
    display: flex;
  }
  button {
    font: inherit;
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: var(--r);
    min-height: 28px;
    padding: 0 10px;
    cursor: pointer;
  }
  button:hover {
    border-color: var(--faint);
  }
  .zoom button {
    width: 30px;
    padding: 0;
    color: var(--soft);
  }
  .zoom button:first-child {
    border-radius: var(--r) 0 0 var(--r);
  }
  .zoom button:last-child {
    border-radius: 0 var(--r) var(--r) 0;
    margin-left: -1px;
  }
  .zoom button:disabled {
    color: var(--line);
    cursor: default;
  }
  .newest {
    position: absolute;
    left: 50%;
    bottom: 12px;
    transform: translateX(-50%);
    border-radius: 99px;
    border-color: var(--accent);
    color: var(--accent);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .card {
    position: absolute;
    left: 0;
    top: 0;
    max-width: min(360px, calc(100% - 24px));
    padding: 7px 10px;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: var(--r);
    box-shadow: 0 4px 14px rgb(0 0 0 / 0.12);
    pointer-events: none;
    overflow-wrap: anywhere;
  }
  .card p {
    margin: 0;
  }
  .card code {
    display: block;
    margin-top: 4px;
    color: var(--soft);
    font: 11px/1.45 var(--mono);
  }
  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  [hidden] {
    display: none;
  }
  @media (pointer: coarse) {
    button {
      min-height: 40px;
    }
    .zoom button {
      width: 40px;
    }
  }
`;
