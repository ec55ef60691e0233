-- Says each second who is there, and where; with a number as its argument so many times.
local io = require("io")
local time = require("time")
local kv = require("kv")

local function main(times)
    for _ = 1, tonumber(times) or math.huge do
        time.sleep("1s")
        local cursors, problem = kv.list("stage.example", "CursorPosition", "user:")
        local seen = {}
        for _, item in ipairs(cursors or {}) do
            local cursor = item.value
            seen[#seen + 1] = string.format("%s %d,%d %s", cursor.user_id, cursor.x, cursor.y, cursor.item_id)
        end
        io.print(problem and problem.error or #seen .. " here: " .. table.concat(seen, " · "))
    end
    return 0
end

return { main = main }
