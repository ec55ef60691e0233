// A request as a line for the shell, which asks the same of `rehearsal serve`.
import type { HttpRequest } from "../protocol";

/** The port of `rehearsal serve`, unless told otherwise (crates/cli/src/options.rs). */
export const PORT = 3000;

/** Of a request whose body is a text. A NUL cannot be told to a program by any shell, and is left out. */
export function curl({ method, target, host, body }: Pick<HttpRequest, "method" | "target" | "host" | "body">): string {
  const words = ["curl"];
  if (method === "HEAD") words.push("--head");
  else if (method !== "GET" || body) words.push("-X", quote(method));
  // curl would resolve these itself.
  if (/\/\.\.?(\/|$|\?)/.test(target)) words.push("--path-as-is");
  // A semicolon: a header without a value; a colon would leave it out.
  words.push("-H", quote(host ? `Host: ${host}` : "Host;"));
  // Of `--data`, curl takes what begins with an @ for the name of a file.
  if (body) words.push("-H", quote("Content-Type: application/json"), "--data-raw", quote(body));
  words.push(quote(`http://localhost:${PORT}${escaped(target)}`));
  return words.join(" ");
}

/** Plain words stand as they are; in single quotes nothing has a meaning but the quote itself. */
function quote(text: string): string {
  const plain = text.replaceAll("\0", "");
  return /^[A-Z]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}

/** What has a meaning of its own in an address, or for curl ([], {}), is escaped; escapes stay as they are. */
function escaped(target: string): string {
  const sound = target.replace(/[\ud800-\udfff]/gu, "\ufffd"); // half a character is none, there as here
  return sound.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]+/gu, encodeURIComponent);
}
