// What a Lua program may call, for completion and for the help under the pointer: a signature each. One sentence about each stands in
// i18n/api.en.ts and beside it, in the reader's language.
//
// `time.after` is a field, `Channel:receive` a method of what is called so here. The list of modules is the engine's own.
import { about as english } from "../../i18n/api.en";

/** Signature and a sentence. A signature that begins with a bracket is that of a function. */
export type Help = readonly [signature: string, about: string];

type Name = Exclude<keyof typeof english, `${"module" | "kind" | "field" | "model"} ${string}`>;

/** Names of one sort, of which there is something to say. */
function named(sort: "module" | "kind" | "field"): readonly string[] {
  const start = `${sort} `;
  return Object.keys(english).flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));
}

/** Modules that an entry lists, and `require` gives. */
export const MODULES = named("module");

const SIGNATURES: Record<Name, string> = {
  // The language.
  assert: "(value, message?) -> value",
  error: "(value, level?)",
  getmetatable: "(value) -> table | nil",
  ipairs: "(list) -> iterator",
  next: "(table, key?) -> key, value",
  pairs: "(table) -> iterator",
  pcall: "(f, ...) -> true, results… | false, error",
  print: "(...)",
  rawequal: "(a, b) -> boolean",
  rawget: "(table, key) -> value",
  rawset: "(table, key, value) -> table",
  require: "(name) -> module",
  select: "(n | \"#\", ...) -> ...",
  setmetatable: "(table, metatable) -> table",
  tonumber: "(value, base?) -> number | nil",
  tostring: "(value) -> string",
  type: "(value) -> string",
  unpack: "(list, from?, to?) -> ...",
  xpcall: "(f, handler) -> true, results… | false, handled",

  // process
  "process.id": "() -> string",
  "process.pid": "() -> string",
  "process.send": "(dest, topic, ...) -> true | nil, err",
  "process.spawn": "(id, host, ...) -> pid | nil, err",
  "process.spawn_monitored": "(id, host, ...) -> pid | nil, err",
  "process.spawn_linked": "(id, host, ...) -> pid | nil, err",
  "process.spawn_linked_monitored": "(id, host, ...) -> pid | nil, err",
  "process.exec": "(id, host, ...) -> value | nil, err",
  "process.terminate": "(dest) -> true | nil, err",
  "process.cancel": "(dest, reason?) -> true | nil, err",
  "process.monitor": "(dest) -> true | nil, err",
  "process.unmonitor": "(dest) -> true | nil, err",
  "process.link": "(dest) -> true | nil, err",
  "process.unlink": "(dest) -> true | nil, err",
  "process.get_options": "() -> {trap_links}",
  "process.set_options": "({trap_links = boolean}) -> true | false, err",
  "process.inbox": "() -> Channel",
  "process.events": "() -> Channel",
  "process.listen": "(topic, {message = boolean}?) -> Channel",
  "process.unlisten": "(channel) -> true | false, err",
  "process.upgrade": "(id?, ...)",
  "process.with_context": "(table) -> Spawner",
  "process.with_options": "(table) -> Spawner",
  "process.event": "table",
  "process.event.CANCEL": "\"pid.cancel\"",
  "process.event.EXIT": "\"pid.exit\"",
  "process.event.LINK_DOWN": "\"pid.link.down\"",
  "process.registry": "table",
  "process.registry.register": "(name, pid?) -> true | nil, err",
  "process.registry.lookup": "(name) -> pid | nil, err",
  "process.registry.unregister": "(name) -> boolean",

  // channel, coroutine
  "channel.new": "(size?) -> Channel",
  "channel.select": "({case…, default = true?}) -> {channel, value, ok}",
  "Channel:send": "(value) -> true",
  "Channel:receive": "() -> value, ok",
  "Channel:close": "()",
  "Channel:case_receive": "() -> case",
  "Channel:case_send": "(value) -> case",
  "coroutine.spawn": "(f) -> thread",
  "coroutine.create": "(f) -> thread",
  "coroutine.resume": "(thread, ...) -> true, ... | false, error",
  "coroutine.running": "() -> thread | nil",
  "coroutine.status": "(thread) -> string",
  "coroutine.wrap": "(f) -> function",
  "coroutine.yield": "(...) -> ...",

  // Messages.
  "Message:topic": "() -> string",
  "Message:from": "() -> string",
  "Message:payload": "() -> Payload | Payload[] | nil",
  "Payload:data": "() -> value",
  "Payload:unmarshal": "() -> value",
  "Payload:get_format": "() -> string",
  "Payload:transcode": "(format) -> Payload | nil, err",
  "payload.new": "(value) -> Payload",
  "payload.format": "table",
  "Spawner:with_context": "(table) -> Spawner",
  "Spawner:with_options": "(table) -> Spawner",
  "Spawner:with_name": "(name) -> Spawner",
  "Spawner:with_message": "(topic, ...) -> Spawner",
  "Spawner:spawn": "(id, host, ...) -> pid | nil, err",
  "Spawner:spawn_monitored": "(id, host, ...) -> pid | nil, err",
  "Spawner:spawn_linked": "(id, host, ...) -> pid | nil, err",
  "Spawner:spawn_linked_monitored": "(id, host, ...) -> pid | nil, err",

  // time
  "time.sleep": "(duration)",
  "time.after": "(duration) -> Channel",
  "time.timer": "(duration) -> Timer",
  "time.ticker": "(duration) -> Ticker",
  "time.now": "() -> Time",
  "time.date": "(year, month, day, hour, minute, second, ns, location?) -> Time",
  "time.unix": "(seconds, ns) -> Time",
  "time.parse": "(layout, text, location?) -> Time | nil, err",
  "time.parse_duration": "(value) -> Duration | nil, err",
  "time.load_location": "(name) -> Location | nil, err",
  "time.fixed_zone": "(name, seconds) -> Location",
  "time.utc": "Location",
  "time.localtz": "Location",
  "time.NANOSECOND": "1",
  "time.MICROSECOND": "number",
  "time.MILLISECOND": "number",
  "time.SECOND": "number",
  "time.MINUTE": "number",
  "time.HOUR": "number",
  "time.RFC3339": "string",
  "time.RFC3339NANO": "string",
  "time.DATE_TIME": "string",
  "time.DATE_ONLY": "string",
  "time.TIME_ONLY": "string",
  "time.KITCHEN": "string",
  "Timer:channel": "() -> Channel",
  "Timer:stop": "() -> boolean",
  "Timer:reset": "(duration) -> boolean",
  "Time:add": "(duration) -> Time",
  "Time:sub": "(time) -> Duration",
  "Time:add_date": "(years, months, days) -> Time",
  "Time:before": "(time) -> boolean",
  "Time:after": "(time) -> boolean",
  "Time:equal": "(time) -> boolean",
  "Time:format": "(layout) -> string",
  "Time:format_rfc3339": "() -> string",
  "Time:unix": "() -> number",
  "Time:unix_nano": "() -> number",
  "Time:date": "() -> year, month, day",
  "Time:clock": "() -> hour, minute, second",
  "Time:weekday": "() -> number",
  "Time:utc": "() -> Time",
  "Time:in_location": "(location) -> Time",
  "Time:round": "(duration) -> Time",
  "Time:truncate": "(duration) -> Time",
  "Duration:hours": "() -> number",
  "Duration:minutes": "() -> number",
  "Duration:seconds": "() -> number",
  "Duration:milliseconds": "() -> number",
  "Duration:nanoseconds": "() -> number",

  // errors
  "errors.new": "(message | {message, kind?, retryable?, details?}) -> error",
  "errors.wrap": "(err, context) -> error",
  "errors.is": "(value, kind) -> boolean",
  "errors.call_stack": "(err) -> table | nil",
  "errors.NOT_FOUND": "\"NotFound\"",
  "errors.ALREADY_EXISTS": "\"AlreadyExists\"",
  "errors.INVALID": "\"Invalid\"",
  "errors.PERMISSION_DENIED": "\"PermissionDenied\"",
  "errors.UNAVAILABLE": "\"Unavailable\"",
  "errors.INTERNAL": "\"Internal\"",
  "errors.CANCELED": "\"Canceled\"",
  "errors.CONFLICT": "\"Conflict\"",
  "errors.TIMEOUT": "\"Timeout\"",
  "errors.RATE_LIMITED": "\"RateLimited\"",
  "errors.UNKNOWN": "\"\"",
  "Error:message": "() -> string",
  "Error:kind": "() -> string",
  "Error:retryable": "() -> boolean | nil",
  "Error:details": "() -> table | nil",
  "Error:stack": "() -> string",

  // logger, io
  "Logger:debug": "(message, fields?)",
  "Logger:info": "(message, fields?)",
  "Logger:warn": "(message, fields?)",
  "Logger:error": "(message, fields?)",
  "Logger:with": "(fields) -> Logger",
  "Logger:named": "(name) -> Logger",
  "io.write": "(...) -> true | nil, err",
  "io.print": "(...) -> true | nil, err",
  "io.eprint": "(...) -> true | nil, err",
  "io.readline": "() -> line | nil, err",
  "io.read": "(n?) -> bytes | nil, err",
  "io.flush": "() -> true",
  "io.args": "() -> string[]",
  "io.raw": "(on?) -> nil, err",

  // json
  "json.encode": "(value) -> string | nil, err",
  "json.decode": "(string) -> value | nil, err",
  "kvstore.get": "(key) -> value | nil, err",
  "kvstore.set": "(key, value) -> true | nil, err",
  "kvstore.list": "(glob?) -> {key} | nil, err",
  "json.validate": "(schema, value) -> true | false, err",
  "json.validate_string": "(schema, string) -> true | false, err",

  // os
  "os.time": "(table?) -> number",
  "os.date": "(format?, time?) -> string | table",
  "os.clock": "() -> number",
  "os.difftime": "(a, b) -> number",

  // string
  "string.byte": "(s, from?, to?) -> number…",
  "string.char": "(...) -> string",
  "string.find": "(s, pattern, from?, plain?) -> from, to, captures… | nil",
  "string.format": "(format, ...) -> string",
  "string.gmatch": "(s, pattern) -> iterator",
  "string.gsub": "(s, pattern, replacement, n?) -> string, count",
  "string.len": "(s) -> number",
  "string.lower": "(s) -> string",
  "string.match": "(s, pattern, from?) -> captures… | nil",
  "string.rep": "(s, n) -> string",
  "string.reverse": "(s) -> string",
  "string.sub": "(s, from, to?) -> string",
  "string.upper": "(s) -> string",
  "string.pack": "(format, ...) -> string",
  "string.unpack": "(format, s, from?) -> values…, next",

  // table
  "table.concat": "(list, separator?, from?, to?) -> string",
  "table.insert": "(list, place?, value)",
  "table.remove": "(list, place?) -> value",
  "table.sort": "(list, less?)",
  "table.unpack": "(list, from?, to?) -> ...",
  "table.create": "(list, fields) -> table",
  "table.freeze": "(table) -> table",
  "table.isfrozen": "(table) -> boolean",

  // math
  "math.abs": "(x) -> number",
  "math.ceil": "(x) -> integer",
  "math.floor": "(x) -> integer",
  "math.fmod": "(x, y) -> number",
  "math.huge": "number",
  "math.log": "(x) -> number",
  "math.max": "(x, ...) -> number",
  "math.min": "(x, ...) -> number",
  "math.modf": "(x) -> whole, fraction",
  "math.pi": "number",
  "math.pow": "(x, y) -> number",
  "math.random": "(from?, to?) -> number",
  "math.sqrt": "(x) -> number",
  "math.tointeger": "(x) -> integer | nil",
  "math.maxinteger": "integer",
  "math.mininteger": "integer",
};

export const API: Record<string, string> = SIGNATURES;

/** `local logger = require("logger")` gives an object, and so do these names by habit. */
export const OBJECTS: Record<string, string> = {
  logger: "Logger",
  log: "Logger",
  inbox: "Channel",
  events: "Channel",
  message: "Message",
  msg: "Message",
  payload: "Payload",
  timer: "Timer",
  ticker: "Timer",
  err: "Error",
};

/** Kinds of entries. */
export const KINDS = named("kind");

/** Fields of a definition file. */
export const FIELDS = named("field");
