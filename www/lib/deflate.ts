// Texts, compressed by the browser's own streams.

/** What is inflated is more than it may be. */
export class TooLarge extends Error {}

/** So much is given to the stream at once: it makes at most a thousand times as much of it before it can be stopped. */
const PIECE = 2048;

export async function deflate(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The text again, of at most so many bytes.
 *
 * @throws TooLarge; or another error, where the bytes are cut short, were changed, or are no UTF-8
 */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<string> {
  let at = 0;
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, (at += PIECE)));
      else controller.close();
    },
  });
  const reader = pieces.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, size] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > most) {
      void reader.cancel().catch(() => {});
      throw new TooLarge();
    }
    text += decoder.decode(value, { stream: true });
  }
}
