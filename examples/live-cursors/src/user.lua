-- Somebody with a pointer. Sets where it is some seven times a second, and looks each second who else is there.
local logger = require("logger")
local time = require("time")
local kv = require("kv")

local HOST = "stage.example"
local TTL = 2000 -- milliseconds: whoever has set nothing for so long is gone
local WIDTH, HEIGHT = 1000, 600
local ITEMS = { "lights", "curtain", "scenery", "props" } -- one in each quarter

local function item_at(x, y)
    return ITEMS[1 + 2 * x // WIDTH + 2 * (2 * y // HEIGHT)]
end

local function set_cursor(name, x, y)
    local cursor = { x = x, y = y, item_id = item_at(x, y), user_id = name }
    kv.set(HOST, "CursorPosition", "user:" .. name, cursor, TTL)
    time.sleep(math.random(100, 180) .. "ms")
end

-- The names of all others who have a cursor now; nil if the store does not say.
local function others(name)
    local cursors = kv.list(HOST, "CursorPosition", "user:")
    if not cursors then
        return nil
    end
    local found = {}
    for _, item in ipairs(cursors) do
        if item.value.user_id ~= name then
            found[item.value.user_id] = true
        end
    end
    return found
end

-- Runs beside main. Nobody says goodbye: whose cursor is there no longer has gone.
local function look_around(name)
    local before = {}
    while true do
        time.sleep("1s")
        local now = others(name) or before
        for other in pairs(before) do
            if not now[other] then
                logger:info(name .. " no longer sees " .. other)
            end
        end
        before = now
    end
end

local function main(name)
    local _, taken = process.registry.register("user:" .. name)
    if taken then
        logger:warn(name .. " is here already")
        return
    end
    coroutine.spawn(function() look_around(name) end)

    local x, y = math.random(0, WIDTH - 1), math.random(0, HEIGHT - 1)
    while true do
        local to_x, to_y = math.random(0, WIDTH - 1), math.random(0, HEIGHT - 1)
        for _ = 1, 12 do -- fast at first, and slower as it comes near
            x, y = x + (to_x - x) // 4, y + (to_y - y) // 4
            set_cursor(name, x, y)
        end
        time.sleep(math.random(100, 900) .. "ms")
    end
end

return { main = main }
