// A value of a model, for the reader to change: as small as shows what belongs there.

/** The schema of models, as `Models::schema` in crates/typed-kv writes it. */
type Schema = { name: string; shape: { Struct: Field[] } | { Enum: Variant[] } }[];

interface Field {
  json: string;
  ty: Type;
}

interface Variant {
  json: string;
  content: "Unit" | { Newtype: Type } | { Tuple: Type[] } | { Struct: Field[] };
}

type Type = "Bool" | "Char" | "Text" | { Int: string } | { Float: string } | { Option: Type } | { List: Type } | { Map: Type } | { Tuple: Type[] } | { Model: number };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Indented JSON; empty for a name that is none of the schema's. */
export function example(schema: string, name: string): string {
  const models = JSON.parse(schema) as Schema;
  const place = models.findIndex((model) => model.name === name);
  const value = place < 0 ? undefined : ofModel(models, place, []);
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

/** undefined: it would contain itself without end. `within` are the models that it is a part of. */
function ofModel(models: Schema, place: number, within: readonly number[]): Json | undefined {
  if (within.includes(place)) return undefined;
  const inside = [...within, place];
  const { shape } = models[place];
  if ("Struct" in shape) return ofFields(models, shape.Struct, inside);
  for (const { json, content } of shape.Enum) {
    if (content === "Unit") return json;
    const value = ofContent(models, content, inside);
    if (value !== undefined) return object([[json, value]]);
  }
  return undefined;
}

function ofContent(models: Schema, content: Exclude<Variant["content"], "Unit">, within: readonly number[]): Json | undefined {
  if ("Newtype" in content) return ofType(models, content.Newtype, within);
  if ("Tuple" in content) return all(content.Tuple.map((type) => ofType(models, type, within)));
  return ofFields(models, content.Struct, within);
}

function ofFields(models: Schema, fields: Field[], within: readonly number[]): Json | undefined {
  const values = all(fields.map(({ ty }) => ofType(models, ty, within)));
  return values && object(fields.map(({ json }, at) => [json, values[at]]));
}

function ofType(models: Schema, type: Type, within: readonly number[]): Json | undefined {
  if (type === "Bool") return false;
  if (type === "Char") return "a";
  if (type === "Text") return "text";
  if ("Int" in type) return 0;
  if ("Float" in type) return 0.5;
  if ("Tuple" in type) return all(type.Tuple.map((part) => ofType(models, part, within)));
  if ("Model" in type) return ofModel(models, type.Model, within);
  // What may be left out ends what would have no end.
  if ("Option" in type) return ofType(models, type.Option, within) ?? null;
  const inner = ofType(models, "List" in type ? type.List : type.Map, within);
  if ("List" in type) return inner === undefined ? [] : [inner];
  return inner === undefined ? {} : { key: inner };
}

function all(values: (Json | undefined)[]): Json[] | undefined {
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** Whatever a name is, it is a member of its own. */
function object(members: [string, Json][]): Json {
  return Object.fromEntries(members);
}
