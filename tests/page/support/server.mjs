// dist/ for the tests: below a sub-folder, so that an absolute URL in the page shows up as a 404.
import { serve as serveAt } from "../../../www/serve.mjs";

/** Starts a server on a free port; answers with the page's address and how to end it. */
export const serve = (folder) => serveAt(folder, { base: "/some/folder/" });
