-- Runs once for each script, in the state that those of its processes are copies of: so nothing of a process is known here, and
-- nobody answers yet. What it gets:
--   natives(slow)     gives function(id), which gives the function of the host with an id. It calls slow(id, ...) for what
--                     it does not answer by itself
--   suspend()         gives the turn back; true where that cannot be done
-- The functions with fixed ids stand in modules/base.rs; some are for the prelude alone:
--   8                 what came of waiting
--   10, module, key   the field of a module: the id of a function, or nil and a value
--   11, name          what is global under a name: the number of a module; or nil and a value; or two nils and the id of a
--                     function
--   12                gives the wait up; false if it was over already
--   13, error         notes where an error was raised
local natives, suspend, freeze = ...
-- native(id, ...) calls the function of the host with an id. It answers nil and the results; or true: the task has to wait; or
-- false and what is wrong. Each process has its own.
local native
local error, rawset, select, setmetatable, tostring, type, xpcall =
  error, rawset, select, setmetatable, tostring, type, xpcall
local concat = table.concat

-- Errors name the line that called: 3 is the caller of a function of the host, for calls in a tail leave no trace.
local function settle(state, ...)
  if state == nil then return ... end
  if state then
    if suspend() and select(2, native(12)) then
      error("attempt to wait inside a function that cannot be paused", 3)
    end
    return settle(native(8))
  end
  error((...), 3)
end

local wrap = natives(function(id, ...) return settle(native(id, ...)) end)

-- A table whose fields are made when they are first asked for, so that an idle process stays small.
local function fields(module)
  return setmetatable({}, {
    __index = function(made, key)
      local _, id, value = native(10, module, key)
      if id then value = wrap(id) end
      if value ~= nil then rawset(made, key, value) end
      return value
    end,
  })
end

local function module(id)
  return freeze(setmetatable({}, { __index = fields(id), __metatable = false }))
end

-- What of the dialect needs the host; the rest is C.
local g = _G

local log = wrap(0)
function g.print(...)
  local count, texts = select("#", ...), { ... }
  for at = 1, count do texts[at] = tostring(texts[at]) end
  log(concat(texts, " ", 1, count))
end

setmetatable(string, { __call = wrap(6), __metatable = false })
string.upper, string.lower = wrap(1), wrap(2)
coroutine.spawn, coroutine.running = wrap(3), wrap(7)
g.require = wrap(5)
for _, library in next, { string, table, math, coroutine } do freeze(library) end

-- Modules are made when they are first asked for; and so is what declarations of types call.
setmetatable(g, {
  __index = function(_, name)
    local _, id, value, func = native(11, name)
    if func then return wrap(func) end
    if id then
      value = module(id)
      rawset(g, name, value)
    end
    return value
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

local failed = wrap(13)
local function task(body, ...) return xpcall(body, failed, ...) end
return function(host) native = host end, fields, module, main, task
