// What build.mjs makes of files that aren't TypeScript.

/** The actors' sources by file name, as they lay in src/actors when the page was built. */
declare module "actors" {
  const sources: Record<string, string>;
  export default sources;
}

/** The sheet's text, for a shadow root: `static styles = unsafeCSS(sheet)`. */
declare module "*.css" {
  const sheet: string;
  export default sheet;
}
