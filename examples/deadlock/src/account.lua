-- An account that pays another one, and asks it first whether it takes the money.
local function main(name, other)
    process.registry.register(name)
    local inbox = process.inbox()
    local answers = process.listen("accepted")

    while true do
        local request = inbox:receive()
        local data = request:payload():data()
        if request:topic() == "pay" then
            process.send(other, "accept", { amount = data.amount, reply_to = process.pid() })
            -- Here is the mistake: until the answer comes, it looks at nothing else. If the other one asks as well at this
            -- moment, both wait for each other for ever. A `channel.select` over `answers` and `inbox` would end that.
            answers:receive()
            process.send(data.reply_to, "paid", { from = name, to = other, amount = data.amount })
        else
            process.send(data.reply_to, "accepted", { by = name, amount = data.amount })
        end
    end
end

return { main = main }
