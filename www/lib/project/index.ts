// A project's files: from a drop, a dialog, a ZIP or a pasted text, into a ZIP, and kept between visits.
export { readDropped, readEntries, readFiles } from "./dropped";
export { forgetDraft, listDrafts, loadDraft, saveDraft, type Draft, type Kept } from "./draft";
export { ProjectFilesError } from "./error";
export { LIMITS, type Files, type Project } from "./files";
export { readPasted } from "./pasted";
export { readZip, toZip } from "./zip";
