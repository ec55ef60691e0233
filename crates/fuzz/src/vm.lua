-- What every program for the bare interpreter begins with: printing, and the variables that expressions name.
return function()
local emit, tostring, pcall, next = emit, tostring, pcall, next
local function out(...)
  local r = table.pack(...)
  for i = 1, r.n do
    local ok, s = pcall(tostring, r[i])
    r[i] = #s > 200 and #s .. s:sub(1, 200) or s
  end
  emit(table.concat(r, "\t") .. "\n")
end
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
local function show(o)
  local r, n = {}, 0
  for q, v in next, o do
    n = n + 1
    if n > 400 then break end
    r[n] = tostring(q):sub(1, 30) .. "=" .. tostring(v):sub(1, 20)
  end
  emit(n .. ": " .. table.concat(r, " ") .. "\n")
end
local a, b, c, x, y, z, s, u, v, t
local function set(q, p) if q == q and q ~= nil then t[q] = p end end
