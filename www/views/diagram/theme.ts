// The page's tokens, as the canvas needs them: read once when the theme changes, never in a frame.

export interface Theme {
  paper: string;
  raised: string;
  turn: string;
  line: string;
  ink: string;
  soft: string;
  faint: string;
  accent: string;
  wash: string;
  warn: string;
  bad: string;
  info: string;
  wait: string;
  /** Fonts, as `ctx.font` takes them. */
  label: string;
  strong: string;
  mono: string;
  tiny: string;
  /** Grows with each reading: measured widths are of another font then. */
  version: number;
}

let version = 0;

export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const token = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  const ui = token("--ui", "system-ui, sans-serif");
  const mono = token("--mono", "ui-monospace, monospace");
  version += 1;
  return {
    paper: token("--paper", "#faf9f6"),
    raised: token("--raised", "#ffffff"),
    turn: token("--turn", "#f5f3ee"),
    line: token("--line", "#dedad0"),
    ink: token("--ink", "#1c1d21"),
    soft: token("--soft", "#5d5f66"),
    faint: token("--faint", "#6f7178"),
    accent: token("--accent", "#a3123f"),
    wash: token("--accent-wash", "#f7e6eb"),
    warn: token("--warn", "#8a5a00"),
    bad: token("--bad", "#b3261e"),
    info: token("--info", "#1f5fa8"),
    wait: token("--wait", "#c9c3b4"),
    label: `12px ${ui}`,
    strong: `600 12px ${ui}`,
    mono: `11px ${mono}`,
    tiny: `10.5px ${mono}`,
    version,
  };
}
