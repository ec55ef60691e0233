-- A terminal client of the relay: a line in, an answer out.
local io = require("io")
local time = require("time")

local function coloured(code)
    return function(text) return "\027[" .. code .. "m" .. text .. "\027[0m" end
end
local dim, green, yellow, cyan = coloured(2), coloured(32), coloured(33), coloured(36)

-- Waits for the answer; nil if none has come in time.
local function answer(inbox)
    local timeout = time.after("2s")
    local ready = channel.select { inbox:case_receive(), timeout:case_receive() }
    if ready.channel == timeout then
        return nil
    end
    return ready.value
end

local function main()
    local inbox = process.inbox()
    time.sleep("200ms") -- the relay needs a moment to register

    io.print(cyan("Echo Client"))
    io.print(dim("Type messages to echo. Ctrl+C to exit.\n"))

    while true do
        io.write(yellow("> "))
        local line = io.readline()
        if not line or line == "" then
            break
        end

        local _, err = process.send("relay", "echo", { sender = process.pid(), data = line })
        local message = not err and answer(inbox)
        if err then
            io.print(dim("  error: relay not available"))
        elseif not message then
            io.print(dim("  timeout"))
        elseif message:topic() == "echo_response" then
            local response = message:payload():data()
            io.print(green("  " .. response.data))
            io.print(dim("  from worker: " .. response.worker))
        end
    end

    io.print("\nGoodbye!")
    return 0
end

return { main = main }
