// How the critical path looks in the inspector. The sheet comes with it.
import { css } from "lit";

const styles = css`
  .path-bar {
    display: flex;
    height: 12px;
    margin: 4px 12px;
    overflow: hidden;
    border: 1px solid var(--edge);
    border-radius: 3px;
  }

  .path-bar i {
    min-width: 2px;
    border-left: 1px solid var(--raised);
    background: var(--info);
  }

  .path-bar i.waited {
    background: repeating-linear-gradient(90deg, var(--wait) 0 3px, var(--edge) 3px 4px);
  }

  .path-bar i.timer {
    background: repeating-linear-gradient(45deg, var(--warn) 0 2px, transparent 2px 5px);
  }

  .path-bar i.outside {
    background: repeating-linear-gradient(-45deg, var(--magenta) 0 2px, transparent 2px 5px);
  }

  .path-bar i.transit {
    background: repeating-linear-gradient(0deg, var(--ok) 0 2px, transparent 2px 4px);
  }

  .path-bar.small {
    height: 6px;
    margin: 1px 0 3px;
    border: 0;
  }

  .path-steps {
    margin: 2px 12px 10px;
    padding: 0;
    list-style: none;
  }

  .path-steps button {
    text-align: left;
    white-space: normal;
  }
`;

document.adoptedStyleSheets.push(styles.styleSheet!);
