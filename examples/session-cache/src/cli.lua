-- A terminal for sessions: logs users in and out, and says where a session came from.
local io = require("io")
local time = require("time")

local inbox

-- What the sessions answer, and how long it took; nil if they do not.
local function ask(topic, user)
    local begun = time.now()
    if not process.send("sessions", topic, { user = user, reply_to = process.pid() }) then
        return nil
    end
    local timeout = time.after("5s")
    local ready = channel.select { inbox:case_receive(), timeout:case_receive() }
    if ready.channel == timeout then
        return nil
    end
    return ready.value:payload():data(), time.now():sub(begun):milliseconds()
end

local function may(session)
    return session.user_id .. " may " .. table.concat(session.permissions, ", ")
end

local commands = {
    login = function(user)
        local answer, took = ask("login", user)
        return answer and string.format("%s (loaded in %d ms, cached for 5 s)", may(answer.session), took)
    end,
    session = function(user)
        local answer, took = ask("session", user)
        return answer and string.format("%s (%s, %d ms)", may(answer.session), answer.hit and "from the cache" or "not in the cache: loaded", took)
    end,
    logout = function(user)
        local answer = ask("logout", user)
        return answer and (answer.existed and user .. " is logged out" or user .. " had no session")
    end,
}

local function main()
    inbox = process.inbox()
    time.sleep("200ms") -- the sessions need a moment to register
    io.print("Sessions that are cached for 5 s. Commands: login NAME, session NAME, logout NAME; exit.")
    io.print("Try session ada, twice.\n")

    while true do
        io.write("> ")
        local line = io.readline()
        local command, user = string.match(line or "exit", "^%s*(%S*)%s*(.-)%s*$")
        if command == "exit" then
            break
        elseif commands[command] and user ~= "" then
            io.print("  " .. (commands[command](user) or "the sessions do not answer"))
        elseif command ~= "" then
            io.print("  login NAME, session NAME, logout NAME, or exit")
        end
    end
    io.print("Goodbye!")
    return 0
end

return { main = main }
