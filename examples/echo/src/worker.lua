-- Answers one message, and ends.
local time = require("time")

local function main(sender, text)
    time.sleep("100ms") -- as if it were hard work

    process.send(sender, "echo_response", {
        data = string.upper(text),
        worker = process.pid(),
    })
    return 0
end

return { main = main }
