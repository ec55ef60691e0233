-- A guest book. What is written in it is there the next time: load the page again, and see.
local io = require("io")
local kvstore = require("kvstore")

-- Keys in one order: guest:0001, guest:0002, …
local function key(number)
    return string.format("guest:%04d", number)
end

local function main()
    local guests, err = kvstore.list("guest:*")
    if not guests then
        io.print("The guest book cannot be opened: " .. err:message())
        return 1
    end

    io.print(#guests .. " guests so far.")
    for _, guest in ipairs(guests) do
        io.print("  " .. kvstore.get(guest).name)
    end

    local number = #guests
    while true do
        io.write("Your name? ")
        local name = io.readline()
        if not name or name == "" then
            break
        end
        number = number + 1
        local kept, failed = kvstore.set(key(number), { name = name })
        io.print(kept and "Thank you, " .. name .. "." or failed:message())
    end

    io.print("Goodbye!")
    return 0
end

return { main = main }
