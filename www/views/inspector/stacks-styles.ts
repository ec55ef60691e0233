// How the call stack looks in the inspector. The sheet comes with it.
import { css } from "lit";

const styles = css`
  rh-stacks h4 {
    margin: 0;
    padding: 4px 12px 0;
    font-size: 12px;
    font-weight: 600;
  }

  .stack-frames {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .stack-frames summary {
    padding: 3px 12px;
    cursor: pointer;
  }

  .stack-frames details > .link {
    min-height: 24px;
    margin: 0 12px;
  }

  .stack-frames dl {
    align-items: baseline;
    padding-bottom: 4px;
  }

  .stack-frames dd {
    white-space: pre-wrap;
  }
`;

document.adoptedStyleSheets.push(styles.styleSheet!);
