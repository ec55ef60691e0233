-- Starts a counter, and sends it what is typed: two processes that talk.
local io = require("io")

local function main()
    local counter = process.spawn("app:counter", "app:processes")
    local inbox = process.inbox()

    while true do
        io.write("A text whose letters are to be counted: ")
        local text = io.readline()
        if not text or text == "" then
            break
        end
        process.send(counter, "count", { text = text })
        local answer = inbox:receive():payload():data()
        io.print(answer.letters .. " letters, " .. answer.total .. " so far")
    end
end

return { main = main }
