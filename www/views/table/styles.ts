import { css } from "lit";

export const styles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    position: relative;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    background: var(--paper);
    color: var(--ink);
    font: 12px/24px var(--ui);
  }
  .scroll {
    overflow-x: auto;
    /* Always there: were it to come and go, the width and with it the other scrollbar would, too. */
    overflow-y: scroll;
    overflow-anchor: none;
  }
  .scroll:focus {
    outline: none;
  }
  .scroll:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .row {
    display: grid;
    grid-template-columns: var(--columns);
    column-gap: 8px;
    padding: 0 8px;
    height: 24px;
    min-width: var(--least);
    box-sizing: border-box;
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--raised);
    border-bottom: 1px solid var(--line);
    color: var(--soft);
    height: 28px;
    line-height: 28px;
  }
  .list {
    position: relative;
    min-width: var(--least);
  }
  .window {
    position: sticky;
    top: 29px;
    overflow: hidden;
  }
  .window .row {
    position: absolute;
    left: 0;
    right: 0;
    top: 0;
    cursor: default;
  }
  .window .row:hover {
    background: var(--sunk);
  }
  .window .row[aria-selected="true"] {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 var(--accent);
  }
  .cell {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    min-width: 0;
  }
  .scroll:focus-visible .cell.at {
    box-shadow: inset 0 0 0 2px var(--accent);
    border-radius: 3px;
  }
  .numeric {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  .number,
  .time,
  .waited,
  .handled {
    color: var(--soft);
  }
  .window .topic,
  .window .payload {
    font: 11.5px/24px var(--mono);
  }
  .payload {
    color: var(--soft);
  }
  .from,
  .payload {
    padding-left: 6px;
  }
  .later {
    color: var(--faint);
    font-style: italic;
  }
  .bad .event {
    color: var(--bad);
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
  }
  button:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .row.match .cell:first-child {
    border-radius: 3px;
    background: var(--accent-wash);
    color: var(--accent);
    font-weight: 600;
  }
  .row.match .cell:first-child::before {
    content: "▸ ";
  }
  .tools {
    position: absolute;
    z-index: 2;
    right: 18px;
    top: 2px; /* over the heads: no event is hidden */
    display: flex;
    gap: 6px;
  }
  .tools button {
    min-height: 24px;
    padding: 0 10px;
    line-height: 1.4;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: var(--r);
  }
  @media (max-width: 700px) {
    /* The heads are too narrow for them. */
    :host {
      grid-template-rows: minmax(0, 1fr) auto;
    }
    .tools {
      position: static;
      justify-content: end;
      padding: 6px 12px;
      border-top: 1px solid var(--line);
    }
  }
  .tools .newest {
    border-radius: 99px;
    border-color: var(--accent);
    color: var(--accent);
    font-variant-numeric: tabular-nums;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    color: var(--soft);
    pointer-events: none;
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
    .tools button {
      min-height: 40px;
    }
  }
`;
