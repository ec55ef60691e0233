// What build.mjs makes of files that aren't TypeScript.

/** The sheet's text, for a shadow root: `static styles = unsafeCSS(sheet)`. */
declare module "*.css" {
  const sheet: string;
  export default sheet;
}
