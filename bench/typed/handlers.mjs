// The other side: handlers for a server in JavaScript, as its user writes them, behind a call instead of a network. Values are
// validated with Ajv, the JSON-schema library that most of such servers use.
import { Ajv } from "ajv";

const I32 = { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };

/** The same as in `typed.rs`. */
const SCHEMAS = {
  CursorPosition: {
    type: "object",
    properties: { x: I32, y: I32, item_id: { type: "string" }, user_id: { type: "string" } },
    required: ["x", "y", "item_id", "user_id"],
    additionalProperties: false,
  },
};

/** Handlers with stores of their own. A request is what a framework makes of it; the answer is what goes over the network. */
export function handlers() {
  const ajv = new Ajv({ allErrors: true });
  const validators = new Map(Object.entries(SCHEMAS).map(([name, schema]) => [name, ajv.compile(schema)]));
  const stores = new Map();

  function storeOf(host) {
    let store = stores.get(host);
    if (!store) stores.set(host, (store = new Map()));
    return store;
  }

  return {
    set({ params, headers, body }) {
      const { ttl = null, ...value } = JSON.parse(body);
      const validate = validators.get(params.type);
      if (!validate) return answer(404, { error: `there is no type ${params.type}` });
      if (!validate(value)) return answer(400, { error: `the value is no ${params.type}`, details: validate.errors });
      storeOf(headers.host).set(`${params.type}:${params.key}`, { value, expiresAt: ttl ? Date.now() + ttl : null });
      return answer(200, { success: true });
    },

    get({ params, headers }) {
      const item = storeOf(headers.host).get(`${params.type}:${params.key}`);
      if (!item || (item.expiresAt !== null && item.expiresAt < Date.now())) return answer(200, { value: null });
      return answer(200, { value: item.value });
    },
  };
}

function answer(status, value) {
  return { status, body: JSON.stringify(value) };
}
