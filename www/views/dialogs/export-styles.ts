// How the dialog of exports looks. The sheet comes with it.
import { css } from "lit";

const styles = css`
  .modal.export form.stack {
    justify-items: stretch;
  }

  .modal.export fieldset {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 8px 12px 10px;
    border: 1px solid var(--line);
    border-radius: var(--r);
  }

  .modal.export legend {
    padding: 0 4px;
    color: var(--soft);
    font-weight: 600;
  }

  .modal.export form.stack label.choice {
    display: flex;
    gap: 8px;
    align-items: baseline;
    color: var(--ink);
    font-weight: 400;
  }

  .modal.export .choice input {
    flex: none;
    width: 14px;
    height: 14px;
    margin: 0;
    accent-color: var(--accent);
    translate: 0 2px;
  }

  .export-range {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 14px;
    padding-inline-start: 22px;
  }

  .modal.export .export-range label,
  .modal.export .export-progress label {
    display: flex;
    gap: 8px;
    align-items: center;
    width: auto;
    font-weight: 400;
  }

  .export-range input {
    width: 9em;
  }

  .export-progress {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 14px;
    align-items: center;
  }

  .modal.export button.primary {
    justify-self: start;
  }

  .export-said {
    min-height: 10px;
  }

  .export-said p {
    margin: 10px 0;
    overflow-wrap: anywhere;
  }
`;

document.adoptedStyleSheets.push(styles.styleSheet!);
