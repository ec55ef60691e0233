// Virtual time as text. All times are nanoseconds.
import { formatNumber, t } from "../i18n/index";

const MS = 1e6;
const SECOND = 1e9;

/** 5_204_000_000 → "0:05.204"; an hour and more → "1:00:05.204" */
export function formatClock(ns: number): string {
  const ms = Math.floor(ns / MS);
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const rest = `${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, "0")}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** The clock to the microsecond: messages are that close. "0:04.918 301" */
export function formatInstant(ns: number): string {
  const micros = Math.floor(ns / 1000) % 1000;
  return `${formatClock(ns)}\u2009${String(micros).padStart(3, "0")}`;
}

/** 100_000_000 → "100 ms"; three significant digits at most. */
export function formatDuration(ns: number): string {
  if (ns < 1000) return unit(ns, "ns");
  if (ns < MS) return unit(ns / 1000, "us");
  if (ns < SECOND) return unit(ns / MS, "ms");
  if (ns < 60 * SECOND) return unit(ns / SECOND, "s");
  return formatClock(ns).replace(/\.\d+$/, "");
}

function unit(value: number, name: "ns" | "us" | "ms" | "s"): string {
  // toPrecision may round up to the next power of ten and then prints an exponent: Number takes that back.
  return `${formatNumber(Number(value.toPrecision(3)))}\u00a0${t(`unit.${name}`)}`;
}
