// How the bar looks that searches the trace. The sheet comes with it.
import { css } from "lit";

const styles = css`
  rh-filter {
    display: block;
    flex: none !important;
    border-bottom: 1px solid var(--line);
    background: var(--raised);
  }

  rh-filter:not(:has(.filter-row)) {
    display: none;
  }

  .filter-row {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 6px;
    align-items: center;
    padding: 5px 12px;
  }

  .filter-row > input {
    flex: 1 1 200px;
    min-width: 0;
  }

  .filter-row > input[aria-invalid="true"] {
    border-color: var(--bad);
  }

  @media (max-width: 700px) {
    .filter-row > input {
      flex-basis: 100%;
    }

    .filter-row > .filter-count {
      flex: 1;
      min-width: 0;
      text-align: left;
    }

    /* So that what closes the bar is in the same line. */
    .filter-row > select {
      flex: 1 1 100px;
      width: 100px;
      min-width: 0;
    }
  }

  .filter-count {
    min-width: 84px;
    color: var(--soft);
    font-size: 12px;
    text-align: right;
  }

  .filter-row .check {
    font-size: 12px;
    white-space: nowrap;
  }

  .filter-note {
    margin: 0;
    padding: 0 12px 5px;
    color: var(--soft);
    font-size: 12px;
  }

  .filter-note.bad {
    color: var(--bad);
  }

  .filter-chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 0 12px 6px;
  }

  .filter-chips button {
    overflow: hidden;
    max-width: 100%;
    text-overflow: ellipsis;
  }
`;

document.adoptedStyleSheets.push(styles.styleSheet!);
