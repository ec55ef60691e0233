// Whether an address has a run in it: known before anything else of the page is.

/** What the fragment of such an address begins with. */
export const RUN_LINK = "#run=";

export function isRunLink(hash = location.hash): boolean {
  return hash.startsWith(RUN_LINK);
}
