// How the panel of the typed store looks. The sheet comes with the part.
import { css } from "lit";

const styles = css`
  .typed-store {
    flex: 1;
    min-height: 0;
    padding: 8px 12px;
    overflow: auto;
  }

  .typed-tables {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr));
    gap: 10px 32px;
    margin-top: 8px;
  }

  .typed-tables h3 {
    margin-bottom: 2px;
    font-size: 13px;
  }

  .typed-table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
    font-size: 12px;
  }

  .typed-table th,
  .typed-table td {
    padding: 3px 8px 3px 0;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
    text-align: left;
  }

  .typed-table thead th {
    color: var(--soft);
  }

  .typed-table tfoot th,
  .typed-table tfoot td {
    border-bottom: 0;
    color: var(--soft);
  }

  .typed-table .num {
    width: 6em;
    text-align: right;
  }

  .typed-table .tenant {
    width: 32%;
  }

  .typed-table .memory {
    width: 52%;
    text-align: left;
  }

  .share {
    display: inline-block;
    width: min(40%, 96px);
    height: 8px;
    margin-right: 6px;
    border: 1px solid var(--edge);
    border-radius: 4px;
    overflow: hidden;
    vertical-align: middle;
  }

  .share svg {
    display: block;
    width: 100%;
    height: 100%;
    fill: var(--info);
  }

  @media (max-width: 700px) {
    .share {
      display: block;
      width: 100%;
    }

    .typed-table .num {
      width: 5.4em;
    }

    .typed-table .memory {
      width: 40%;
    }

    /* The end of a key says the most. */
    .typed-table th.cut {
      overflow-wrap: anywhere;
      white-space: normal;
    }
  }
`;

document.adoptedStyleSheets.push(styles.styleSheet!);
