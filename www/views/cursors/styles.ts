// How the canvas of cursors looks. Each colour carries text in the colour of paper: 4.5 : 1. The sheet comes with the part.
import { css } from "lit";

const styles = css`
  :root {
    --cursor-1: #a3123f;
    --cursor-2: #1f5fa8;
    --cursor-3: #1c6b4a;
    --cursor-4: #8a5000;
    --cursor-5: #6d3fb0;
    --cursor-6: #0e6a78;
    --cursor-7: #a02c86;
    --cursor-8: #4f5b1c;
    --cursor-9: var(--ink);
  }

  :root[data-theme="dark"] {
    --cursor-1: #ff7d9c;
    --cursor-2: #82b4f0;
    --cursor-3: #68c79c;
    --cursor-4: #e8a860;
    --cursor-5: #b9a0f5;
    --cursor-6: #5fc8d6;
    --cursor-7: #e592d3;
    --cursor-8: #b9c872;
  }

  .cursors {
    display: grid;
    flex: 1;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 300px;
    gap: 6px 14px;
    min-height: 0;
    padding: 6px 12px 8px;
  }

  .cursors-head {
    grid-area: 1 / 2;
    font-size: 12px;
  }

  .cursors-head .row {
    flex-wrap: wrap;
  }

  .cursors canvas {
    grid-area: 1 / 1 / 3 / 2;
    width: 100%;
    height: 100%;
    border: 1px solid var(--edge);
    border-radius: var(--r);
    cursor: crosshair;
    touch-action: none;
  }

  .cursors-list {
    grid-area: 2 / 2;
    min-height: 0;
    padding-right: 4px; /* for the ring around a button */
    overflow: auto;
  }

  .cursors-list h3 {
    font-size: 13px;
  }

  .cursors-list ul {
    padding: 0;
    list-style: none;
  }

  .cursors-list li {
    display: grid;
    grid-template-columns: 12px minmax(3em, auto) minmax(0, 1fr) minmax(5em, auto) 64px;
    gap: 6px;
    align-items: center;
    min-height: 26px;
    font-size: 12px;
  }

  /* A long name, or a place far away, leaves room for the others. */
  .cursors-list li > :nth-child(2),
  .cursors-list li > :nth-child(4) {
    max-width: 9em;
  }

  .cursors-list button[aria-disabled="true"] {
    background: none;
    color: var(--faint);
    cursor: default;
  }

  .cursors-list li.gone {
    color: var(--faint);
  }

  .cursors-list li.gone .swatch {
    opacity: 0.4;
  }

  .swatch {
    width: 10px;
    height: 10px;
    border-radius: 3px;
  }

  .cursor-1 {
    background: var(--cursor-1);
  }

  .cursor-2 {
    background: var(--cursor-2);
  }

  .cursor-3 {
    background: var(--cursor-3);
  }

  .cursor-4 {
    background: var(--cursor-4);
  }

  .cursor-5 {
    background: var(--cursor-5);
  }

  .cursor-6 {
    background: var(--cursor-6);
  }

  .cursor-7 {
    background: var(--cursor-7);
  }

  .cursor-8 {
    background: var(--cursor-8);
  }

  .cursor-9 {
    background: var(--cursor-9);
  }

  @media (max-width: 700px) {
    .cursors {
      grid-template: auto minmax(200px, 1.4fr) minmax(0, 1fr) / minmax(0, 1fr);
    }

    .cursors > .cursors-head {
      grid-area: 1 / 1;
    }

    .cursors > canvas {
      grid-area: 2 / 1;
    }

    .cursors > .cursors-list {
      grid-area: 3 / 1;
    }

  }
`;

document.adoptedStyleSheets.push(styles.styleSheet!);
