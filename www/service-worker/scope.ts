// The part of a service worker's global scope that is used here: the page's own type library does not know workers.

export interface ServiceWorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: Clients;
  skipWaiting(): Promise<void>;
  addEventListener(type: "install", listener: (event: InstallEvent) => void): void;
  addEventListener(type: "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: ClientMessageEvent) => void): void;
}

export interface Clients {
  matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Client[]>;
  claim(): Promise<void>;
}

export interface Client {
  readonly id: string;
  readonly url: string;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

interface ExtendableEvent {
  waitUntil(until: Promise<unknown>): void;
}

export interface InstallEvent extends ExtendableEvent {
  /** Only in some browsers. */
  addRoutes?(rules: unknown[]): Promise<void>;
}

export interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  /** Empty when a document is to be opened. */
  readonly clientId: string;
  respondWith(response: Promise<Response>): void;
}

interface ClientMessageEvent extends ExtendableEvent {
  readonly data: unknown;
  readonly source: Client | null;
  readonly ports: readonly MessagePort[];
}
