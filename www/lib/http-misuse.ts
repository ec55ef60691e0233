// What is wrong with a request before anybody is asked.
import type { Key, Params } from "../i18n/index";
import type { HttpRequest } from "../protocol";
import { LONGEST_BODY } from "../service-worker/request";

export interface Misuse {
  /** Where it is. */
  field: "target" | "body";
  key: Key;
  params?: Params;
}

/** Null: it can be sent. What the store thinks of it is the store's to say. */
export function misuse({ method, target, body }: Pick<HttpRequest, "method" | "target" | "body">): Misuse | null {
  if (!target) return { field: "target", key: "http.no_path" };
  if (!target.startsWith("/kv/")) return { field: "target", key: "http.other_path" };
  if (!body) return null;
  if (method === "GET" || method === "HEAD") return { field: "body", key: "http.body_of_get", params: { method } };
  // A text has at least as many bytes as characters: what is far too long need not be read.
  if (body.length > LONGEST_BODY || new TextEncoder().encode(body).length > LONGEST_BODY) return { field: "body", key: "http.long_body", params: { n: LONGEST_BODY } };
  try {
    JSON.parse(body);
    return null;
  } catch (error) {
    return { field: "body", key: "http.no_json", params: { detail: (error as Error).message } };
  }
}
