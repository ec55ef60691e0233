-- The other processes of a run. What is left open is filled in when a program is written.
local tasks = {}
function tasks.echo(...)
  print("began", ...)
  for i = 1, @ do
    local r = channel.select{process.inbox():case_receive(), time.after("30ms"):case_receive()}
    if not r.value or type(r.value.topic) ~= "function" then return "bored" end
    local m = r.value
    local p = m:payload()
    @
    process.send(m:from(), m:topic(), type(p) == "table" and #p or p and p:data(), i)
  end
  return "enough"
end
function tasks.fail(what) @ end
function tasks.refuse(what) return nil, @ end
function tasks.values(...) return {{...}, n = select("#", ...)} end
function tasks.spin() local n = 0 for i = 1, @ do n = n + i % 7 end return n end
function tasks.sleep(what) time.sleep("@us") return what end
function tasks.wait() return process.events():receive().kind end
function tasks.tasks()
  local ch, n = channel.new(@), 0
  for i = 1, @ do coroutine.spawn(function() @ ch:send(i) end) end
  for i = 1, @ do n = n * 10 + ch:receive() end
  return n
end
function tasks.grow() local t = {} for i = 1, @ do t[i] = {i} end return #t end
return { main = function(task, ...) return tasks[task](...) end }
