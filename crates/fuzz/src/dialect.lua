-- What every script of the fuzzer begins with: printing, and the variables that expressions name.
local emit, tostring, pcall, next = print, tostring, pcall, next
local function text(o)
  local ok, s = pcall(tostring, o)
  if not ok then return "?" .. type(o) end
  s = #s > 200 and #s .. s:sub(1, 200) or s
  return (s:gsub("[\128-\255%c]", function(c) return ("<%02x>"):format(c:byte()) end))
end
local function out(...)
  local r, n = {...}, select("#", ...)
  for i = 1, n do r[i] = text(r[i]) end
  emit(table.concat(r, " ", 1, n))
end
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
local function show(o)
  local r, n = {}, 0
  for q, v in next, o do
    n = n + 1
    if n > 400 then break end
    r[n] = text(q):sub(1, 30) .. "=" .. text(v):sub(1, 20)
  end
  emit(n .. ": " .. table.concat(r, " "))
end
local function deep(o, level)
  if type(o) ~= "table" then return text(o) end
  if level == 4 then return "..." end
  local r = {}
  for q, v in next, o do r[#r + 1] = text(q) .. "=" .. deep(v, (level or 0) + 1) end
  return "{" .. table.concat(r, " ") .. "}"
end
local function message(m)
  local p = m:payload()
  if type(p) ~= "table" then return p and deep(p:data()) end
  for i = 1, #p do p[i] = deep(p[i]:data()) end
  return table.concat(p, " ")
end
local function reach(ok, ...) return ok, deep({...}) end
local function short(d)
  local p = time.parse_duration(d)
  return p and p:seconds() < 1 and d or p and "1ms" or d
end
-- The next value of a channel, if it comes in time.
local function take(ch, wait)
  local late = time.after(wait or "20ms")
  local r = channel.select{ch:case_receive(), late:case_receive()}
  if r.channel == late then return "late" end
  return r.value, r.ok
end
local a, b, c, x, y, z, s, u, v, t
local function set(q, p) if q == q and q ~= nil then t[q] = p end end
