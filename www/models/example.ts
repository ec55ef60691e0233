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

/** So deep models are shown within each other, and so many together: beyond that whatever may be left out is. */
const DEEP = 4;
const MANY = 60;
/** Of a value that cannot be made with less, nothing is shown. */
const MOST = 2_000;

/** Indented JSON; empty for a name that is none of the schema's, and for a value that is too large to be an example. */
export function example(schema: string, name: string): string {
  const models = JSON.parse(schema) as Schema;
  const place = models.findIndex((model) => model.name === name);
  const value = place < 0 ? undefined : new Maker(models).ofModel(place, []);
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

class Maker {
  private made = 0;

  constructor(private readonly models: Schema) {}

  /** undefined: it would contain itself without end, or be too large. `within` are the models that it is a part of. */
  ofModel(place: number, within: readonly number[]): Json | undefined {
    this.made += 1;
    if (within.includes(place) || this.made > MOST) return undefined;
    const inside = [...within, place];
    const { shape } = this.models[place];
    if ("Struct" in shape) return this.ofFields(shape.Struct, inside);
    for (const { json, content } of shape.Enum) {
      if (content === "Unit") return json;
      const value = this.ofContent(content, inside);
      if (value !== undefined) return object([[json, value]]);
    }
    return undefined;
  }

  private ofContent(content: Exclude<Variant["content"], "Unit">, within: readonly number[]): Json | undefined {
    if ("Newtype" in content) return this.ofType(content.Newtype, within);
    if ("Tuple" in content) return all(content.Tuple, (type) => this.ofType(type, within));
    return this.ofFields(content.Struct, within);
  }

  private ofFields(fields: Field[], within: readonly number[]): Json | undefined {
    const values = all(fields, ({ ty }) => this.ofType(ty, within));
    return values && object(fields.map(({ json }, at) => [json, values[at]]));
  }

  private ofType(type: Type, within: readonly number[]): Json | undefined {
    if (type === "Bool") return false;
    if (type === "Char") return "a";
    if (type === "Text") return "text";
    if ("Int" in type) return 0;
    if ("Float" in type) return 0.5;
    if ("Tuple" in type) return all(type.Tuple, (part) => this.ofType(part, within));
    if ("Model" in type) return this.ofModel(type.Model, within);
    // What may be left out ends what would have no end, or would be much to read.
    const inner = "Option" in type ? type.Option : "List" in type ? type.List : type.Map;
    const value = within.length > DEEP || this.made > MANY ? undefined : this.ofType(inner, within);
    if ("Option" in type) return value ?? null;
    if ("List" in type) return value === undefined ? [] : [value];
    return value === undefined ? {} : { key: value };
  }
}

/** The values of all parts, if each has one; after the first that has none, no other is made. */
function all<Part>(parts: readonly Part[], valueOf: (part: Part) => Json | undefined): Json[] | undefined {
  const values: Json[] = [];
  for (const part of parts) {
    const value = valueOf(part);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** Whatever a name is, it is a member of its own. */
function object(members: [string, Json][]): Json {
  return Object.fromEntries(members);
}
