// How the dialog looks that compares two runs. The sheet comes with it.
import { css } from "lit";

const styles = css`
  .modal.compare {
    width: min(1080px, calc(100vw - 24px));
  }

  .compare-progress {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 14px;
    align-items: center;
    margin: 12px 0;
  }

  .compare-progress label {
    display: flex;
    gap: 8px;
    align-items: center;
  }

  .compare-sentence {
    margin: 14px 0 4px;
    font-size: 1.1em;
    font-weight: 600;
  }

  /* It was put there for a screen reader. */
  .compare-sentence:focus {
    outline: none;
  }

  .modal.compare h3 {
    margin: 10px 0 4px;
  }

  .compare-points {
    margin: 0;
    padding-inline-start: 20px;
    list-style: disc;
    overflow-wrap: anywhere;
  }

  .compare-points li {
    margin: 2px 0;
  }

  .compare-points code,
  .compare-event code {
    font-family: var(--mono);
    font-size: 12px;
  }

  .compare-before {
    margin: 14px 0 8px;
  }

  .compare-before summary {
    width: fit-content;
    color: var(--soft);
    cursor: pointer;
  }

  .compare-list {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  /* Rows of the same number stand beside each other. */
  .compare-sides {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    grid-template-rows: auto;
    column-gap: 14px;
  }

  .compare-sides > section,
  .compare-sides .compare-list {
    display: grid;
    grid-template-rows: subgrid;
    align-content: start;
    min-width: 0;
  }

  .compare-sides > section {
    grid-row: span 8;
  }

  .compare-sides .compare-list {
    grid-row: span 7;
  }

  .compare-event {
    min-width: 0;
    padding: 4px 8px 5px;
    border: 1px solid transparent;
    border-block-end-color: var(--line);
    overflow-wrap: anywhere;
  }

  .compare-event.differs {
    border: 2px solid var(--accent);
    border-radius: var(--r);
    background: var(--accent-wash);
  }

  .compare-mark {
    display: block;
    color: var(--accent);
    font-weight: 700;
  }

  .compare-event .line {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    align-items: baseline;
  }

  .compare-event .number {
    display: inline-flex;
    align-items: center;
    min-height: 24px;
    padding: 0 4px;
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }

  .compare-event button.number {
    color: var(--accent);
    text-decoration: underline;
  }

  .compare-event time {
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }

  @media (width < 700px) {
    .compare-sides {
      grid-template-columns: minmax(0, 1fr);
    }

    .compare-sides > section,
    .compare-sides .compare-list {
      display: block;
    }

    .compare-sides > section + section {
      margin-top: 10px;
    }
  }
`;

document.adoptedStyleSheets.push(styles.styleSheet!);
