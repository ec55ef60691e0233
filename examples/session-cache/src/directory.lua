-- Finds out what a user may do, and takes its time. Its end is the answer.
local time = require("time")

local MAY = {
    ada = { "read", "write", "publish" },
    boris = { "read", "write" },
}

local function main(user)
    time.sleep("1500ms") -- as if it asked another system
    return MAY[user] or { "read" }
end

return { main = main }
