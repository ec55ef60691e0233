// What undo goes back to, for each file, in a form that outlives the page.
import { historyField } from "@codemirror/commands";
import { EditorState, type EditorStateConfig } from "@codemirror/state";

/** By path. Plain data: it may be stored. */
export type History = Record<string, FileHistory>;

export interface FileHistory {
  /** Of the text that it belongs to: another one would be torn apart by it. */
  mark: string;
  selection: unknown;
  history: unknown;
}

/** More than this is not worth keeping: somebody pasted whole books. */
const LONGEST = 500_000;

export function historyOf(state: EditorState): FileHistory | undefined {
  const { selection, history } = state.toJSON({ history: historyField });
  const kept = { mark: markOf(state.doc.toString()), selection, history };
  return history.done.length === 0 || JSON.stringify(kept).length > LONGEST ? undefined : kept;
}

/** A state with the text, and with its history if that is there and belongs to it. */
export function stateWith(text: string, stored: unknown, config: EditorStateConfig): EditorState {
  const fresh = EditorState.create({ ...config, doc: text });
  if (typeof stored !== "object" || stored === null) return fresh;
  const { mark, selection, history } = stored as Partial<FileHistory>;
  if (mark !== markOf(fresh.doc.toString())) return fresh;
  try {
    return EditorState.fromJSON({ doc: fresh.doc.toString(), selection, history }, config, { history: historyField });
  } catch {
    // It was written by another version of the page, or by nobody.
    return fresh;
  }
}

/** Length and a hash: enough to tell a text from its neighbours. */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${text.length}.${(hash >>> 0).toString(36)}`;
}
