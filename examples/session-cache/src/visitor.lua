-- Somebody who asks for one session after the other, so that there is something to see.
local time = require("time")

local USERS = { "boris", "chul", "emil" }

local function main()
    local inbox, events = process.inbox(), process.events()
    local pause = time.after("1s")
    while true do
        local ready = channel.select { inbox:case_receive(), events:case_receive(), pause:case_receive() }
        if ready.channel == pause then
            local user = USERS[math.random(#USERS)]
            process.send("sessions", "session", { user = user, reply_to = process.pid() })
            pause = time.after(math.random(800, 2400) .. "ms")
        elseif ready.channel == events and ready.value.kind == process.event.CANCEL then
            return
        end
    end
end

return { main = main }
