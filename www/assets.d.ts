// What build.mjs makes of files that aren't TypeScript.

/** The actors' sources by file name, as they lay in src/actors when the page was built. */
declare module "actors" {
  const sources: Record<string, string>;
  export default sources;
}

/** The projects in examples/ by name, each its files by path. */
declare module "examples" {
  const projects: Record<string, Record<string, string>>;
  export default projects;
}
