// The browser that the page's tests, the benchmark and the fuzzer drive.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/google-chrome"];

/** Starts what CHROME names, or what is installed. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROME ?? PLACES.find((path) => existsSync(path)),
    // Containers run as root, where Chromium's own sandbox does not start.
    args: ["--no-sandbox"],
  });
}
