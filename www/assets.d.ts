// What build.mjs makes of files that aren't TypeScript.

/** The actors' sources by file name, as they lay in src/actors when the page was built. */
declare module "actors" {
  const sources: Record<string, string>;
  export default sources;
}
