// Which tab answers: the one that asks, or in which the frame is that asks; else the one that the reader came to last. The worker may be
// ended at any time, so it keeps no list of them, and asks them all each time.
import type { Answer } from "../http";
import type { HttpRequest } from "../protocol";
import { LIMIT_MS, type Offer, type Seek, type Told } from "./protocol";
import { unavailable } from "./response";
import type { Client } from "./scope";

/** For the offers of all tabs, in ms. */
const PATIENCE = 2_000;
/** For that of the tab which asks: it may be busy, and nobody else is meant. */
const OWN_PATIENCE = 20_000;
/** The tab says first that it takes too long. */
const LATE = LIMIT_MS + 5_000;

const NOBODY = "no tab of this page has a run with a typed store: open the page, and in it a project with an entry of kind process.rust, actor typed_kv";
const BUSY = "this tab is too busy to answer: try again";
const SILENT = "the tab that has the run does not answer, or was closed: open it again";

type Heard = Offer & { port: MessagePort };

/** The port by which a tab takes a request, or why there is none. `client` is who asks; `tabs` are those of the page. */
export function seek(tabs: readonly Client[], client: string): Promise<MessagePort | string> {
  const asks = tabs.find(({ id }) => id === client);
  return new Promise((resolve) => {
    const heard: Heard[] = [];
    let settled = false;
    const settle = () => {
      if (settled) return;
      settled = true;
      clearTimeout(late);
      // The tab that asks is there, and has not had the time to say so: another one's run is not what it means.
      const silent = asks && !heard.some(({ mine }) => mine);
      resolve(silent ? leave(heard, BUSY) : best(heard));
    };
    const late = setTimeout(settle, asks ? OWN_PATIENCE : PATIENCE);
    for (const tab of tabs) {
      const { port1: port, port2 } = new MessageChannel();
      port.onmessage = ({ data }: MessageEvent<Offer>) => {
        if (settled) return port.close();
        heard.push({ ...data, port });
        if (heard.length === tabs.length || (data.type === "offer" && data.mine)) settle();
      };
      const question: Seek = { type: "rehearsal-seek", client, own: tab.id === client };
      tab.postMessage(question, [port2]);
    }
    if (tabs.length === 0) settle();
  });
}

function leave(heard: readonly Heard[], why: string): string {
  for (const { port } of heard) port.close();
  return why;
}

function best(heard: readonly Heard[]): MessagePort | string {
  const [first] = heard.filter((one) => one.type === "offer").sort((a, b) => Number(b.mine) - Number(a.mine) || b.focused - a.focused);
  for (const { port } of heard) if (port !== first?.port) port.close();
  if (first) return first.port;
  const refused = heard.filter((one) => one.type === "none");
  return (refused.find(({ mine }) => mine) ?? refused.at(0))?.reason ?? NOBODY;
}

export function ask(port: MessagePort, request: HttpRequest): Promise<Pick<Answer, "status" | "headers" | "body">> {
  return new Promise((resolve) => {
    const done = (told: Pick<Told, "status" | "headers" | "body">) => {
      clearTimeout(late);
      port.close();
      resolve(told);
    };
    const late = setTimeout(() => done(unavailable(SILENT)), LATE);
    port.onmessage = ({ data }: MessageEvent<Told>) => done(data);
    port.postMessage(request, request.bytes ? [request.bytes.buffer] : []);
  });
}
