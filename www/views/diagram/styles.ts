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
    padding: 8px;
    background: var(--paper); /* a lifeline would go through the words */
  }
  .empty button {
    justify-self: center;
    pointer-events: auto;
  }
  .corner {
    position: absolute;
    right: 18px;
    bottom: 3px;
    display: flex;
    gap: 6px;
  }
  .zoom {
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
  .corner button {
    display: grid;
    place-content: center;
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
  .lanes {
    position: absolute;
    left: 6px;
    top: 8px;
  }
  .lanes b {
    font-size: 10px;
    line-height: 1;
  }
  .lanes > button {
    display: grid;
    place-content: center;
    justify-items: center;
    width: 34px;
    min-height: 34px;
    padding: 0;
    color: var(--soft);
  }
  svg {
    fill: currentColor;
    display: block;
  }
  .menu {
    position: fixed;
    inset: auto;
    box-sizing: border-box;
    width: min(370px, calc(100vw - 16px));
    max-height: min(70dvh, 520px);
    margin: 0;
    padding: 10px 12px;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: calc(var(--r) + 2px);
    background: var(--raised);
    color: var(--ink);
    box-shadow: 0 8px 28px rgb(0 0 0 / 0.22);
  }
  .lanes-head,
  li,
  label {
    display: flex;
    gap: 4px;
    align-items: center;
  }
  .lanes-head strong,
  label {
    flex: 1;
  }
  .menu ul {
    margin: 6px 0 0;
    padding: 0;
    list-style: none;
  }
  .menu li {
    flex-wrap: wrap;
    padding: 2px 0;
  }
  .menu label {
    gap: 8px;
    min-width: 0;
    white-space: nowrap;
  }
  .menu input {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--accent);
  }
  li button {
    padding: 0 5px;
    color: var(--soft);
  }
  li button[aria-pressed="true"] {
    color: var(--accent);
    border-color: var(--accent);
  }
  .late {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
    margin: 0;
  }
  .late p {
    margin: 0;
  }
  .picks {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 4px 12px;
    width: 100%;
    padding: 2px 0 6px 26px;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  .newest {
    position: absolute;
    bottom: 12px;
    left: min(50%, 100% - 218px); /* beside what stands in the corner */
    transform: translateX(-50%);
    border-radius: 99px;
    border-color: var(--accent);
    color: var(--accent);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .newest.aside {
    top: 58px; /* below the heads */
    bottom: auto;
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
  .card code,
  .card .time {
    color: var(--soft);
    font: 11px/1.45 var(--mono);
  }
  .card code {
    display: block;
    margin-top: 4px;
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
    .corner button {
      width: 40px;
    }
  }
`;
