// The browser that the page's tests, the benchmark and the fuzzer drive.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/google-chrome"];

const executablePath = process.env.CHROME ?? PLACES.find((path) => existsSync(path));
// Containers run as root, where Chromium's own sandbox does not start.
const SANDBOX = "--no-sandbox";

/** Starts what CHROME names, or what is installed. */
export function launch() {
  return chromium.launch({ executablePath, args: [SANDBOX] });
}

/** The same with a profile on the disk, where it keeps what pages store: the context of all its pages. */
export function launchWith(profile, ...more) {
  return chromium.launchPersistentContext(profile, { executablePath, args: [SANDBOX, ...more] });
}
