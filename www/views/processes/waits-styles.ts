// How the list looks that says who waits for whom. The sheet comes with it.
import { css } from "lit";

const styles = css`
  rh-waits {
    display: block;
  }

  .waits-deadlock {
    margin: 0;
    padding: 2px 12px 4px;
    color: var(--bad);
  }

  .waits li {
    padding: 1px 12px;
  }

  .names.waits button {
    display: block;
    width: 100%;
    height: auto;
    padding-inline: 12px;
    min-height: 24px;
    text-align: left;
    white-space: normal;
    overflow-wrap: anywhere;
  }
`;

document.adoptedStyleSheets.push(styles.styleSheet!);
