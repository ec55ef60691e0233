-- Has the session of each user: from the cache if it is there, else from the directory, and then it is in the cache for a while.
local logger = require("logger")
local time = require("time")
local kv = require("kv")

local HOST = "app.example"
local TTL = 5000 -- milliseconds: what a user may do can change, so nothing is believed for longer

local function key(user)
    return "session:" .. user
end

-- Asks the directory, and keeps what it says.
local function load(user)
    local permissions, err = process.exec("app:directory", "app:processes", user)
    if err then
        return nil, err:message()
    end
    local session = { user_id = user, permissions = permissions, last_activity = time.now():unix_nano() // 1000000 }
    local _, problem = kv.set(HOST, "SessionCache", key(user), session, TTL)
    if problem then
        logger:warn("not cached", { user = user, error = problem.error }) -- slower next time, and no worse
    end
    return session
end

local answers = {
    session = function(user)
        local cached = kv.get(HOST, "SessionCache", key(user))
        if cached then
            logger:info("hit", { user = user })
            return { hit = true, session = cached }
        end
        logger:info("miss", { user = user })
        local session, err = load(user)
        return { hit = false, session = session, error = err }
    end,
    login = function(user)
        local session, err = load(user)
        logger:info("logged in", { user = user })
        return { session = session, error = err }
    end,
    logout = function(user)
        return { existed = kv.delete(HOST, "SessionCache", key(user)) or false }
    end,
}

-- Runs in a coroutine of its own: while one user's session is loaded, others get theirs.
local function serve(topic, request)
    local answer = answers[topic](request.user)
    if request.reply_to then
        process.send(request.reply_to, "session_response", answer)
    end
end

local function main()
    local inbox, events = process.inbox(), process.events()
    process.registry.register("sessions")

    while true do
        local ready = channel.select { inbox:case_receive(), events:case_receive() }
        if ready.channel == events then
            if ready.value.kind == process.event.CANCEL then
                return
            end
        else
            local topic, payload = ready.value:topic(), ready.value:payload()
            local request = payload and payload:data()
            if not answers[topic] then
                logger:warn("unknown topic", { topic = topic })
            elseif type(request) ~= "table" or type(request.user) ~= "string" then
                logger:warn("no user is named", { topic = topic })
            else
                coroutine.spawn(function() serve(topic, request) end)
            end
        end
    end
end

return { main = main }
