-- Runs once in each state, before the script. What it gets from the host:
--   native(id, ...)   calls a function of the host. It answers nil and the results; or true: the task has to wait; or
--                     false and what is wrong
--   find(module, key) the field of a module: the id of a function, or nil and a value
--   visible(name)     the module that the script may see under a name, or nil and what to do about it
--   answer()          what came of waiting, answered as native does
--   abandon()         gives the wait up; false if it was over already
--   failed(e)         notes where an error was raised
--   suspend()         gives the turn back; true where that cannot be done
local native, find, visible, answer, abandon, failed, suspend, freeze, isfrozen = ...
local error, getmetatable, rawget, rawset, select, setmetatable, tostring, type, xpcall =
  error, getmetatable, rawget, rawset, select, setmetatable, tostring, type, xpcall
local concat, pack, unpack = table.concat, table.pack, table.unpack

-- Errors name the line that called: 2 is the caller of a function made by `wrap`, for calls in a tail leave no trace.
local function settle(state, ...)
  if state == nil then return ... end
  if state then
    if suspend() and abandon() then
      error("attempt to wait inside a function that cannot be paused", 2)
    end
    return settle(answer())
  end
  error((...), 2)
end

local function wrap(id)
  return function(...) return settle(native(id, ...)) end
end

-- A table whose fields are made when they are first asked for, so that an idle process stays small.
local function fields(module)
  return setmetatable({}, {
    __index = function(made, key)
      local id, value = find(module, key)
      if id then value = wrap(id) end
      if value ~= nil then rawset(made, key, value) end
      return value
    end,
  })
end

local function refuse() error("attempt to change a frozen table", 2) end

local function module(id)
  return setmetatable({}, { __index = fields(id), __newindex = refuse, __metatable = false })
end

local function each(list, width)
  local at = 1 - width
  return function()
    at = at + width
    return unpack(list, at, at + width - 1)
  end
end

local function joined(a, b) return tostring(a) .. tostring(b) end

-- The dialect: what Wippy's scripts may call beside Lua's own, and what they may not.
local g = _G
g.unpack, g.load, g.collectgarbage, g.rawlen, g.warn = unpack, nil, nil, nil, nil
g._VERSION = "Lua 5.3 - Wippy Modification"

function g.assert(...)
  local value, message = ...
  if value then return ... end
  if select("#", ...) < 2 then message = "assertion failed!" end
  error(tostring(message), 2)
end

function g.require(name)
  local found = rawget(g, name)
  if found == nil then found = g[name] end
  if found == nil then
    local _, why = visible(name)
    error(why or ("module '" .. tostring(name) .. "' not found"), 2)
  end
  return found
end

local log = wrap(0)
function g.print(...)
  local texts = pack(...)
  for at = 1, texts.n do texts[at] = tostring(texts[at]) end
  log(concat(texts, " ", 1, texts.n))
end

setmetatable(string, { __call = function(_, value) return settle(native(6, value)) end, __metatable = false })
string.gfind = string.gmatch
string.dump = function() error("unable to dump given function", 2) end
string.upper, string.lower = wrap(1), wrap(2)
table.getn = function(t) return #t end
table.create = function() return {} end
table.freeze, table.isfrozen = freeze, isfrozen
table.maxn = function(t)
  local most = 0
  for key in next, t do
    if type(key) == "number" and key > most then most = key end
  end
  return most
end
table.pack, table.move = nil, nil
local log_e, atan2 = math.log, math.atan2
math.huge = 0x1.fffffffffffffp+1023
math.log = function(x) return log_e(x) end
math.atan = function(x) return atan2(x, 1) end
math.mod = math.fmod
math.randomseed = function() end
coroutine.spawn, coroutine.running = wrap(3), wrap(7)
coroutine.isyieldable, coroutine.close = nil, nil
for _, library in next, { string, table, math, coroutine } do freeze(library) end

-- There are no files to load: what old scripts look at, and no more.
local function package()
  return freeze({
    path = "",
    cpath = "",
    loadlib = function() return nil, "there are no dynamic libraries", "absent" end,
    seeall = function(module)
      local meta = getmetatable(module)
      if meta then meta.__index = g else setmetatable(module, { __index = g }) end
    end,
  })
end

-- What declarations of types call, under a name that no variable can have; and types that need no declaration.
local declared
local function type_value(name)
  if name == "is" then
    declared = declared or wrap(4)
    return declared
  elseif name == "integer" or name == "number" or name == "boolean" then
    local _, value = native(5, name)
    return value
  elseif name == "package" then
    rawset(g, name, package())
    return rawget(g, name)
  end
end

setmetatable(g, {
  __index = function(_, name)
    local id = visible(name)
    if not id then return type_value(name) end
    local made = module(id)
    rawset(g, name, made)
    return made
  end,
  __metatable = false,
})

-- The body of the first task: runs the libraries (alias and chunk in turns), the chunk, and then what it has returned.
local function main(libraries, chunk, method, ...)
  for at = 1, #libraries, 2 do rawset(g, libraries[at], libraries[at + 1]()) end
  local exported = chunk()
  if type(exported) == "table" then exported = exported[method] end
  if type(exported) ~= "function" then
    error("the script returns no function '" .. method .. "': it ends with `return { " .. method .. " = " .. method .. " }`", 0)
  end
  return exported(...)
end

return fields, module, joined, each, main, function(body, ...) return xpcall(body, failed, ...) end
