-- Asks the typed store. A request of HTTP is a message to it, and so is its answer.
local json = require("json")
local time = require("time")

local PATIENCE = "2s" -- a store that has just ended answers nobody

local waiting = {} -- of each request without an answer, by its number: who waits for it
local asked = 0
local answers

-- Several coroutines of one process may ask at once: each gets its own answer.
local function distribute()
    while true do
        local answer = answers:receive()
        if waiting[answer.id] then
            waiting[answer.id]:send(answer)
        end
    end
end

-- What the store answers, or nil and what is wrong: a table with `error`, and `details` if a value does not fit its type.
local function ask(method, host, target, body)
    if not answers then
        answers = process.listen("http_response")
        coroutine.spawn(distribute)
    end
    asked = asked + 1
    local id, answered = asked, channel.new(1)
    local _, err = process.send("typed_kv", "http", {
        id = id,
        method = method,
        host = host, -- each host has values of its own
        target = target,
        body = body,
        reply_to = process.pid(),
    })
    if err then
        return nil, { error = "there is no store: " .. err:message() }
    end

    waiting[id] = answered
    local timer = time.timer(PATIENCE)
    local ready = channel.select { answered:case_receive(), timer:channel():case_receive() }
    waiting[id] = nil
    timer:stop()
    if ready.channel ~= answered then
        return nil, { error = "the store has not answered" }
    end
    local said = json.decode(ready.value.body)
    if ready.value.status ~= 200 then
        return nil, said
    end
    return said
end

-- In an address only plain letters and digits are safe.
local function encode(text)
    return (string.gsub(text, "[^%w:._-]", function(letter)
        return string.format("%%%02X", string.byte(letter))
    end))
end

local kv = {}

-- The value of a key; nil if there is none.
function kv.get(host, type_name, key)
    local said, problem = ask("GET", host, "/kv/get/" .. type_name .. "/" .. encode(key))
    return said and said.value, problem
end

-- Keeps a value, for so many milliseconds; without a number for as long as the store lives.
function kv.set(host, type_name, key, value, ttl)
    local target = "/kv/set/" .. type_name .. "/" .. encode(key)
    return ask("POST", host, ttl and target .. "?ttl=" .. ttl or target, value)
end

-- Whether there was such a key.
function kv.delete(host, type_name, key)
    local said, problem = ask("DELETE", host, "/kv/delete/" .. type_name .. "/" .. encode(key))
    return said and said.existed, problem
end

-- A list of `key` and `value`: all whose key begins like this, in the order of their keys.
function kv.list(host, type_name, prefix)
    return ask("GET", host, "/kv/list/" .. type_name .. "?prefix=" .. encode(prefix))
end

return kv
