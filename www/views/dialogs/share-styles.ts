// How the dialogs look that share a run, and that ask about one from a link. The sheet comes with them.
import { css } from "lit";

const styles = css`
  .modal .link-row {
    flex-wrap: nowrap;
    margin: 8px 0 4px;
  }

  .link-row input {
    flex: 1;
    min-width: 0;
    text-overflow: ellipsis;
  }

  .link-code {
    display: flex;
    flex-wrap: wrap;
    gap: 14px;
    align-items: start;
  }

  .link-code > div {
    flex: 1 1 160px;
  }

  .link-code button {
    margin-top: 8px;
  }

  /* Dark on light in both themes: not every camera finds the reverse. */
  .qr {
    width: min(300px, 100%);
    border-radius: 4px;
  }

  .qr .light {
    fill: #fff;
  }

  .qr .dark {
    fill: #000;
  }

  .modal.link h2 {
    margin-bottom: 8px;
  }

  /* It was put there for a screen reader to begin with. */
  .modal.link h2:focus {
    outline: none;
  }

  .modal.sharing .check {
    margin-top: 6px;
  }

  .modal.sharing p + .row {
    margin-top: 6px;
  }

  .link-facts {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 14px;
    margin: 12px 0;
  }

  .link-facts dt {
    color: var(--soft);
  }

  .link-facts dd {
    overflow-wrap: anywhere;
  }

  .link-files {
    max-height: 44vh;
    margin-bottom: 14px;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--r);
  }

  .link-files li + li {
    border-top: 1px solid var(--line);
  }

  .link-files summary {
    padding: 5px 10px;
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  .link-files pre {
    max-height: 30vh;
    margin: 0;
    overflow: auto;
    border-radius: 0;
  }

  .link-files p {
    padding: 4px 10px;
  }
`;

document.adoptedStyleSheets.push(styles.styleSheet!);
