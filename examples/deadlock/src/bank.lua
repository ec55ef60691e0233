-- Has two accounts pay each other: one after the other, or both at once.
local io = require("io")

local function ask(payer)
    process.send(payer, "pay", { amount = 10, reply_to = process.pid() })
end

local function main()
    local inbox = process.inbox()
    process.spawn("app:account", "app:processes", "alice", "bob")
    process.spawn("app:account", "app:processes", "bob", "alice")
    io.print("Two accounts, alice and bob, ask each other before they pay.")
    io.print("one:  alice pays bob")
    io.print("both: alice and bob pay each other at the same time")

    while true do
        io.write("> ")
        local line = io.readline()
        if not line or line == "exit" then
            return 0
        end
        local payers = { one = { "alice" }, both = { "alice", "bob" } }
        local wanted = payers[line]
        if wanted then
            for _, payer in ipairs(wanted) do
                ask(payer)
            end
            for _ = 1, #wanted do
                local paid = inbox:receive():payload():data()
                io.print(paid.from .. " has paid " .. paid.to .. " " .. paid.amount)
            end
        else
            io.print("Type one, both or exit.")
        end
    end
end

return { main = main }
