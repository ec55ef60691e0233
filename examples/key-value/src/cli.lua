-- Asks the store for each of its operations, and shows the answers.
local io = require("io")
local time = require("time")

local inbox

local function ask(topic, request)
    request = request or {}
    request.reply_to = process.pid()
    process.send("kv", topic, request)

    local timeout = time.after("2s")
    local ready = channel.select { inbox:case_receive(), timeout:case_receive() }
    if ready.channel == timeout then
        error("the store has not answered " .. topic)
    end
    return ready.value:payload():data()
end

local function main()
    inbox = process.inbox()
    time.sleep("200ms") -- the store needs a moment to register

    io.print("=== Key-Value Store as a Process ===\n")

    io.print("Setting values:")
    local values = {
        { "name", "Wippy" }, { "version", "0.1" }, { "lang", "Lua" }, { "model", "Actor" }, { "overhead", "13KB" },
    }
    for _, pair in ipairs(values) do
        local answer = ask("set", { key = pair[1], value = pair[2] })
        io.print("  SET " .. pair[1] .. " = " .. pair[2] .. "  → ok: " .. tostring(answer.ok))
    end

    io.print("\nGetting values:")
    for _, key in ipairs { "name", "version", "lang", "missing_key" } do
        local answer = ask("get", { key = key })
        io.print("  GET " .. key .. " → " .. (answer.found and answer.value or "(not found)"))
    end

    io.print("\nDeleting 'lang':")
    io.print("  Deleted: " .. tostring(ask("delete", { key = "lang" }).deleted))

    io.print("\nListing all keys:")
    local listed = ask("keys")
    io.print("  Keys (" .. listed.count .. "): " .. table.concat(listed.keys, ", "))

    io.print("\nServer stats:")
    local stats = ask("stats")
    io.print("  Total operations: " .. stats.total_ops)
    io.print("  Total keys: " .. stats.total_keys)

    io.print("\nThe KV store is a process. State lives in memory.")
    io.print("No database, no disk — just actor state + messages.")
    return 0
end

return { main = main }
