//! The programs, and what each must come to.

/// A program: a function of how many operations it is to do.
pub struct Work {
    name: &'static str,
    pub source: &'static str,
    /// Its result.
    pub expected: fn(i64) -> i64,
}

/// The program of a name.
pub fn named(name: &str) -> Option<&'static Work> {
    WORKS.iter().find(|work| work.name == name)
}

const WORKS: [Work; 7] = [
    Work {
        name: "vm-loop",
        source: "
            return function(count)
                local number = 1
                for n = 1, count do
                    number = (number * 31 + n) % 1000003
                end
                return number
            end",
        expected: |count| (1..=count).fold(1, |number, n| (number * 31 + n) % 1_000_003),
    },
    Work {
        name: "vm-calls",
        source: "
            local function add(a, b)
                return a + b
            end
            return function(count)
                local sum = 0
                for n = 1, count do
                    sum = add(sum, n)
                end
                return sum
            end",
        expected: |count| count * (count + 1) / 2,
    },
    // A list and a record, each read and written.
    Work {
        name: "vm-access",
        source: "
            local list, record = {}, { sum = 0 }
            for n = 1, 64 do list[n] = n end
            return function(count)
                record.sum = 0
                for n = 1, count do
                    local at = n % 64 + 1
                    record.sum = record.sum + list[at]
                    list[at] = at
                end
                return record.sum
            end",
        expected: |count| (1..=count).map(|n| n % 64 + 1).sum(),
    },
    // Built, searched and cut.
    Work {
        name: "vm-strings",
        source: "
            return function(count)
                local sum = 0
                for n = 1, count do
                    local text = 'user:' .. n % 1000 .. ':name'
                    local stop = text:find(':', 6, true)
                    sum = sum + #text:sub(6, stop - 1)
                end
                return sum
            end",
        expected: |count| {
            let digits = |n: i64| match n % 1000 {
                0..10 => 1,
                10..100 => 2,
                _ => 3,
            };
            (1..=count).map(digits).sum()
        },
    },
    Work {
        name: "vm-tables",
        source: "
            return function(count)
                local sum = 0
                for n = 1, count do
                    local made = { n, n + 1, sum = sum }
                    sum = made.sum + made[2]
                end
                return sum
            end",
        expected: |count| count * (count + 3) / 2,
    },
    Work {
        name: "vm-closures",
        source: "
            return function(count)
                local sum = 0
                for n = 1, count do
                    local made = function() return n end
                    sum = sum + made()
                end
                return sum
            end",
        expected: |count| count * (count + 1) / 2,
    },
    // A generator.
    Work {
        name: "vm-yields",
        source: "
            return function(count)
                local sum = 0
                local function numbers()
                    for n = 1, count do
                        coroutine.yield(n)
                    end
                end
                for n in coroutine.wrap(numbers) do
                    sum = sum + n
                end
                return sum
            end",
        expected: |count| count * (count + 1) / 2,
    },
];
