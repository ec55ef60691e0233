-- Greets the visitors of one tenant, the way that the tenant's settings want it.
local logger = require("logger")
local time = require("time")
local kv = require("kv")

local GREETINGS = { en = "Good evening!", ru = "Добрый вечер!", ko = "안녕하세요!" }

-- The settings; those to begin with, if there are none yet.
local function settings(host, language)
    local found, problem = kv.get(host, "UserPreferences", "app_config")
    if not found and not problem then
        found = { theme = "light", notifications = true, language = language }
        kv.set(host, "UserPreferences", "app_config", found)
    end
    return found
end

local function main(host, language)
    local events, ticker = process.events(), time.ticker("2s")
    while true do
        local config = settings(host, language)
        if not config then
            logger:warn("no settings", { tenant = host })
        elseif config.notifications then
            logger:info(GREETINGS[config.language] or GREETINGS.en, { tenant = host, theme = config.theme })
        else
            logger:debug("notifications are off", { tenant = host })
        end

        local ready = channel.select { events:case_receive(), ticker:channel():case_receive() }
        if ready.channel == events and ready.value.kind == process.event.CANCEL then
            return
        end
    end
end

return { main = main }
