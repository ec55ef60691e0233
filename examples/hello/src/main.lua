-- Asks for names until there is none.
local io = require("io")

local function main()
    io.print("Hello from " .. process.pid())

    while true do
        io.write("What is your name? ")
        local name = io.readline()
        if not name or name == "" then
            break
        end
        io.print("Welcome on stage, " .. name .. "!")
    end

    io.print("Goodbye!")
end

return { main = main }
