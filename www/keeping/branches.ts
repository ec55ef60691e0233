// The runs of the tree that are not played, compressed, each once.
import { deflate } from "../lib/deflate";
import type { Rewind } from "../rewind";
import type { KeptBranches } from "./shelf";

/** Compressed, of all of them. */
const MOST = 8 << 20;

export class PackedBranches {
  private readonly packed = new Map<number, { text: string; bytes: Uint8Array<ArrayBuffer> }>();

  /** undefined: there is one run only. The oldest go as long as they are too many. */
  async of(rewind: Rewind): Promise<KeptBranches | undefined> {
    for (;;) {
      const { tree, texts } = rewind.kept();
      const ids = new Set(texts.map(([id]) => id));
      for (const id of this.packed.keys()) if (!ids.has(id)) this.packed.delete(id);
      if (tree.branches.length < 2) return undefined;
      const runs: KeptBranches["runs"] = [];
      for (const [id, text] of texts) runs.push({ id, bytes: await this.pack(id, text) });
      const size = runs.reduce((sum, { bytes }) => sum + bytes.length, 0);
      if (size <= MOST || !rewind.forgetOldest()) return { tree, runs };
    }
  }

  private async pack(id: number, text: string): Promise<Uint8Array<ArrayBuffer>> {
    const before = this.packed.get(id);
    if (before?.text === text) return before.bytes;
    const bytes = await deflate(text);
    this.packed.set(id, { text, bytes });
    return bytes;
  }
}
