-- Brings the users in, and whoever is invited later.
local logger = require("logger")

local function invite(name)
    local pid, err = process.spawn("app:user", "app:processes", name)
    if err then
        logger:error("nobody could be brought in", { name = name, error = err })
    else
        logger:info(name .. " comes in", { pid = pid })
    end
end

local function main()
    local inbox, events = process.inbox(), process.events()
    process.registry.register("crowd")
    for _, name in ipairs { "ada", "boris", "chul", "dora", "emil" } do
        invite(name)
    end

    while true do
        local ready = channel.select { inbox:case_receive(), events:case_receive() }
        if ready.channel == inbox then
            local payload = ready.value:payload()
            local request = payload and payload:data()
            if type(request) == "table" and type(request.name) == "string" then
                invite(request.name)
            else
                logger:warn("nobody is named in what came")
            end
        elseif ready.value.kind == process.event.CANCEL then
            return
        end
    end
end

return { main = main }
