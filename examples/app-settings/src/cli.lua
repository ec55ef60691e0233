-- A terminal for the settings of two tenants. Both use one store and one key, and neither sees the other's.
local io = require("io")
local json = require("json")
local time = require("time")
local kv = require("kv")

local TYPE, KEY = "UserPreferences", "app_config"
local FIELDS = { "theme", "notifications", "language" }
local TENANTS = { north = "north.example", south = "south.example" }

local tenant = "north"

local function show(config)
    for _, field in ipairs(FIELDS) do
        io.print("  " .. field .. " = " .. tostring(config[field]))
    end
end

-- What is wrong with a value, and where: a pointer names the place in it.
local function explain(problem)
    io.print("  refused: " .. problem.error)
    for _, fault in ipairs(problem.details or {}) do
        io.print("    " .. fault.pointer .. ": " .. fault.message)
    end
end

-- true, 7 and "x" are what JSON takes them for; what is no JSON is a text.
local function value_of(word)
    local value, err = json.decode(word)
    if err then
        return word
    end
    return value
end

local commands = {
    use = function(name)
        if TENANTS[name] then
            tenant = name
        else
            io.print("  there are north and south")
        end
    end,
    show = function()
        local config, problem = kv.get(TENANTS[tenant], TYPE, KEY)
        if problem then
            return explain(problem)
        end
        show(config or {})
    end,
    set = function(field, word)
        local config, problem = kv.get(TENANTS[tenant], TYPE, KEY)
        if problem then
            return explain(problem)
        end
        config = config or {}
        config[field] = value_of(word)
        local _, refused = kv.set(TENANTS[tenant], TYPE, KEY, config)
        if refused then
            return explain(refused)
        end
        show(config)
    end,
}

local function main()
    time.sleep("200ms") -- the greeters set what there is to begin with
    io.print("Settings of two tenants. Commands: use north|south, show, set FIELD VALUE; exit.")
    io.print("Fields: " .. table.concat(FIELDS, ", ") .. ". Try set notifications maybe.\n")

    while true do
        io.write(tenant .. "> ")
        local line = io.readline()
        local command, first, second = string.match(line or "exit", "^%s*(%S*)%s*(%S*)%s*(.-)%s*$")
        if command == "exit" then
            break
        elseif commands[command] and (command ~= "set" or second ~= "") then
            commands[command](first, second)
        elseif command ~= "" then
            io.print("  use north, use south, show, set FIELD VALUE, or exit")
        end
    end
    io.print("Goodbye!")
    return 0
end

return { main = main }
