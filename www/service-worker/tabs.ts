// Which tab answers: the one that asks, or in which the frame is that asks; else the one that the reader came to last. The worker may be
// ended at any time, so it keeps no list of them, and asks them all each time.
import type { Answer } from "../http";
import type { HttpRequest } from "../protocol";
import { LIMIT_MS, type Offer, type Seek, type Told } from "./protocol";
import { unavailable } from "./response";
import type { Client } from "./scope";

/** For a first offer, in ms. */
const PATIENCE = 2_000;
/** For another one that may be better: frames are asked with the tabs, and never say anything. */
const GRACE = 250;
/** The tab says first that it takes too long. */
const LATE = LIMIT_MS + 5_000;

const NOBODY = "no tab of this page has a run with a typed store: open the page, and in it a project with an entry of kind process.rust, actor typed_kv";
const SILENT = "the tab that has the run does not answer, or was closed: open it again";

type Heard = Offer & { port: MessagePort };

/** The port by which a tab takes a request, or why there is none. */
export function seek(tabs: readonly Client[], client: string): Promise<MessagePort | string> {
  return new Promise((resolve) => {
    const heard: Heard[] = [];
    const settle = () => resolve(best(heard));
    for (const tab of tabs) {
      const { port1: port, port2 } = new MessageChannel();
      port.onmessage = ({ data }: MessageEvent<Offer>) => {
        heard.push({ ...data, port });
        if (heard.length === tabs.length || (data.type === "offer" && data.mine)) settle();
        else if (data.type === "offer") setTimeout(settle, GRACE);
      };
      const question: Seek = { type: "rehearsal-seek", client, own: tab.id === client };
      tab.postMessage(question, [port2]);
    }
    if (tabs.length === 0) settle();
    setTimeout(settle, PATIENCE);
  });
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
