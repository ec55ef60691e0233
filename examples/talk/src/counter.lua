-- Counts the letters of each text that it gets, and all letters so far: what a process keeps is its own.
local function main()
    local inbox = process.inbox()
    local total = 0

    while true do
        local message = inbox:receive()
        local text = message:payload():data().text
        total = total + #text
        process.send(message:from(), "counted", { letters = #text, total = total })
    end
end

return { main = main }
