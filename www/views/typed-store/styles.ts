// How the panel of the typed store looks. The sheet comes with the part.
import { css } from "lit";

const styles = css`
  .typed-store {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 4px;
    min-height: 0;
    padding: 6px 12px 0;
  }

  .typed-tables {
    display: grid;
    flex: 1;
    grid-template: minmax(0, 1fr) / minmax(0, 2fr) minmax(0, 3fr);
    gap: 0 20px;
    min-height: 0;
  }

  .typed-overview {
    overflow: auto;
  }

  .typed-overview section {
    margin-bottom: 10px;
  }

  rh-typed-values,
  .typed-values {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }

  .typed-values > .row {
    display: flex;
    gap: 4px 10px;
    align-items: center;
    white-space: nowrap;
  }

  .typed-values h3 {
    min-width: 0;
  }

  .typed-values .grow {
    flex: 1;
  }

  .typed-values input {
    width: 12em;
  }

  .typed-values .type {
    width: 18%;
  }

  .typed-values .key {
    width: 24%;
  }

  /* Where there is room the type has a column of its own. */
  .typed-values .typed {
    display: none;
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

  .typed-table .chosen {
    background: var(--accent-wash);
  }

  .typed-table button {
    min-height: 24px;
    max-width: 100%;
    padding: 0 4px 0 0;
    text-align: left;
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
    .typed-store {
      overflow: auto;
    }

    .typed-tables {
      display: flex;
      flex-direction: column;
    }

    /* The values come before what ends next. */
    .typed-overview {
      display: contents;
    }

    .typed-overview section:last-child {
      order: 1;
    }

    .typed-values > .row {
      flex-wrap: wrap;
    }

    .typed-values .key {
      width: 46%;
    }

    rh-typed-values {
      flex: none;
      margin: 4px 0 12px;
    }

    .typed-values td.type,
    .typed-values th.type {
      display: none;
    }

    .typed-values .typed {
      display: inline;
    }

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
