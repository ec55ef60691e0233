-- A key-value store: a table, and a process that nobody else can look into.
local data = {}
local operations = 0

local function sorted_keys()
    local keys = {}
    for key in pairs(data) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    return keys
end

-- What each topic does, and what it answers.
local answers = {
    set = function(request)
        data[request.key] = request.value
        return { op = "set", key = request.key, ok = true }
    end,
    get = function(request)
        local value = data[request.key]
        return { op = "get", key = request.key, value = value, found = value ~= nil }
    end,
    delete = function(request)
        local deleted = data[request.key] ~= nil
        data[request.key] = nil
        return { op = "delete", key = request.key, deleted = deleted }
    end,
    keys = function()
        local keys = sorted_keys()
        return { op = "keys", keys = keys, count = #keys }
    end,
    stats = function()
        return { op = "stats", total_ops = operations, total_keys = #sorted_keys() }
    end,
}

local function serve(message)
    local payload = message:payload()
    local request = payload and payload:data() or {}
    local answer = answers[message:topic()]

    local response
    if not answer then
        response = { op = message:topic(), error = "unknown operation " .. message:topic() }
    elseif answer ~= answers.keys and answer ~= answers.stats and type(request.key) ~= "string" then
        response = { op = message:topic(), error = "the key is missing" }
    else
        operations = operations + 1
        response = answer(request)
    end
    if request.reply_to then
        process.send(request.reply_to, "kv_response", response)
    end
end

local function main()
    local inbox, events = process.inbox(), process.events()
    process.registry.register("kv")

    while true do
        local ready = channel.select { inbox:case_receive(), events:case_receive() }
        if ready.channel == inbox then
            serve(ready.value)
        elseif ready.value.kind == process.event.CANCEL then
            return
        end
    end
end

return { main = main }
