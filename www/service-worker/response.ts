// What the service worker answers.
import type { Answer } from "../http";
import { LONGEST_BODY } from "./request";

/** Headers that a run may set. */
const PASSED: readonly string[] = ["allow", "cache-control", "content-type"];

type Told = Pick<Answer, "status" | "headers" | "body">;

/** Statuses that come without a body. */
const BARE: readonly number[] = [204, 205];

/** The answer of a run as a response. A run may be anybody's: what it answers is never a program or a page with the rights of this one. */
export function responseOf(told: Told, method: string): Response {
  try {
    const { status, headers, body } = told;
    if (status >= 300 && status < 400) throw new Error("it leads elsewhere");
    // Where a document leads, what it is saved as and what a browser keeps is not a project's to say.
    const all = new Headers(headers.filter(([name]) => PASSED.includes(name.toLowerCase())));
    all.set("content-security-policy", "default-src 'none'; sandbox");
    all.set("x-content-type-options", "nosniff");
    return new Response(method === "HEAD" || BARE.includes(status) ? null : body, { status, headers: all });
  } catch (error) {
    return responseOf(refusal(502, `what the run answered is no response: ${error instanceof Error ? error.message : String(error)}`), method);
  }
}

export function noProgram(): Told {
  return refusal(403, "what a store answers is data: no script, worker, style or picture of a page");
}

export function tooLong(): Told {
  return refusal(413, `the body has more than ${LONGEST_BODY} bytes, which is the most`);
}

export function unavailable(reason: string): Told {
  return refusal(503, reason);
}

/** As the store itself says what is wrong. */
function refusal(status: number, error: string): Told {
  const headers: Told["headers"] = [
    ["content-type", "application/json"],
    ["cache-control", "no-store"],
  ];
  return { status, headers, body: JSON.stringify({ error }) };
}
