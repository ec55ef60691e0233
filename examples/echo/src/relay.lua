-- Gives each message to a worker of its own, and counts.
local logger = require("logger")
local time = require("time")

local counts = { messages = 0, workers_spawned = 0 }

-- Runs beside main, and sees the same counts.
local function report()
    while true do
        time.sleep("5s")
        logger:info("stats", counts)
    end
end

local function serve(request)
    counts.messages = counts.messages + 1
    local _, err = process.spawn_monitored(
        "app:worker", "app:processes", request.sender, request.data
    )
    if err then
        logger:error("spawn failed", { error = err })
    else
        counts.workers_spawned = counts.workers_spawned + 1
    end
end

local function main()
    local inbox, events = process.inbox(), process.events()

    process.registry.register("relay")
    logger:info("relay started", { pid = process.pid() })
    coroutine.spawn(report)

    while true do
        local ready = channel.select { inbox:case_receive(), events:case_receive() }

        if ready.channel == inbox then
            local message = ready.value
            if message:topic() == "echo" then
                serve(message:payload():data())
            end
        elseif ready.value.kind == process.event.EXIT then
            logger:info("worker exited", { from = ready.value.from, result = ready.value.result })
        end
    end
end

return { main = main }
