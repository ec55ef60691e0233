// The typed store of a run: which process it is, and what it shows of itself.
import type { Files } from "./project/files";
import { isModels } from "../models/files";

/** The name under which it answers. */
export const TYPED_STORE = "typed_kv";

export interface TypedStoreInfo {
  /** Of the process that has the name, or had it last. */
  process: number;
  /** It has the name: it answers. */
  answers: boolean;
  /** How many processes had the name before. Each of them took what it kept along. */
  earlier: number;
}

/** The process that has its name now. */
export function storeIn(names: readonly { name: string; process: number }[]): number | undefined {
  return names.find(({ name }) => name === TYPED_STORE)?.process;
}

/** What to change when the names of the run have. */
export function met(before: TypedStoreInfo | null, names: readonly { name: string; process: number }[]): { typedStore?: TypedStoreInfo } {
  const process = storeIn(names);
  if (process === undefined) return before?.answers ? { typedStore: { ...before, answers: false } } : {};
  if (!before) return { typedStore: { process, answers: true, earlier: 0 } };
  if (before.answers && before.process === process) return {};
  return { typedStore: { process, answers: true, earlier: before.earlier + (before.process === process ? 0 : 1) } };
}

/** Whether files declare the type of cursors. */
export function declaresCursors(files: Files | null | undefined): boolean {
  return Object.entries(files ?? {}).some(([path, text]) => isModels(path) && /\bstruct\s+CursorPosition\b/.test(text));
}

/** What the store shows, as src/actors/typed_kv.rs has it. */
export interface Kept {
  tenants: Record<string, { items: number; bytes: number }>;
  /** How many tenants there are; the first of them are listed. */
  all_tenants: number;
  bytes: number;
  /** Bytes that one tenant may have, and all together. */
  limit: number;
  limit_of_all: number;
  /** Those that end first. */
  expiring: Expiring[];
  all_expiring: number;
}

export interface Expiring {
  tenant: string;
  type: string;
  key: string;
  /** Virtual nanoseconds. */
  expires_at: number;
}

/** What a process shows, if it is what the store shows: another may have the name. */
export function readKept(shown: string | null): Kept | null {
  let kept: Partial<Kept> | null;
  try {
    kept = JSON.parse(shown ?? "null") as Partial<Kept> | null;
  } catch {
    return null; // cut, since names in it are very long
  }
  return isKept(kept) ? kept : null;
}

function isKept(kept: Partial<Kept> | null): kept is Kept {
  if (!isObject(kept) || !isObject(kept.tenants) || !Array.isArray(kept.expiring)) return false;
  const counts = [kept.all_tenants, kept.bytes, kept.limit, kept.limit_of_all, kept.all_expiring];
  const tenants = Object.values(kept.tenants).every((tenant) => isObject(tenant) && isCount(tenant.items) && isCount(tenant.bytes));
  const names = ({ tenant, type, key }: Expiring) => [tenant, type, key].every((name) => typeof name === "string");
  return counts.every(isCount) && tenants && kept.expiring.every((item) => isObject(item) && names(item) && isCount(item.expires_at));
}

/** Some values of a tenant, as src/actors/typed_look.rs has them. */
export interface Values {
  /** How many there are; the first of them are listed. */
  total: number;
  items: StoredValue[];
  /** The one that was wanted whole; null: there is none. */
  whole: StoredValue | null;
}

export interface StoredValue {
  type: string;
  key: string;
  /** Perhaps cut. */
  json: string;
  /** Characters that it has in all. */
  length: number;
  /** Virtual nanoseconds; null: it stays. */
  expires_at: number | null;
}

/** What the store answers to a look, if it is the store that has answered. */
export function readValues(answer: string | null): Values | null {
  const values = JSON.parse(answer ?? "null") as Partial<Values> | null;
  if (!isObject(values) || !isCount(values.total) || !Array.isArray(values.items)) return null;
  const right = values.items.every(isStored) && (values.whole === null || isStored(values.whole));
  return right ? (values as Values) : null;
}

function isStored(value: unknown): value is StoredValue {
  if (!isObject(value)) return false;
  const { type, key, json, length, expires_at } = value as Partial<StoredValue>;
  return [type, key, json].every((text) => typeof text === "string") && isCount(length) && (expires_at === null || isCount(expires_at));
}

function isObject<T>(value: T): value is T & object {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
