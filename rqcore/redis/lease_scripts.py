# SPDX-License-Identifier: MIT
"""The calls of leases and of delayed items, as ``queue_scripts`` has the others."""

from __future__ import annotations

from rqcore.redis.lease_parts import FIND_LEASE, LEASED
from rqcore.redis.queue_scripts import READ_CURRENT, script_of
from rqcore.redis.script_parts import AVAILABLE, CALL, ORDER, READ, SPACE, STATE, WAITERS

MOST_READ = 2000
"""The most leases and delays that one script reads."""
MOST_LEASES = 100_000
"""The most items of a queue that are on leases, as on a controller."""
CHANGE_LEASES = (CALL, STATE, WAITERS, LEASED)
"""How the scripts begin that change leases or delays."""

LEASE = script_of(
    "lease",
    *CHANGE_LEASES,
    f"""
if absent and call('HLEN', holders) >= {MOST_LEASES} then
  call('HGET', base, 'leases') -- which shows to an observer of commands why
  leave()
  wake_all()
  return {{'LEASES', {MOST_LEASES}}}
end
""",
    "local taking = 'lease'",
    AVAILABLE,
    """
local stored
if rank > 0 then
  stored = range(rank, rank)[1]
  remove({stored})
else
  stored = pop(1)[1]
end
size, gets, bytes = size - 1, gets + 1, bytes - count_bytes({stored})
stored = with_deliveries(stored, deliveries_of(stored) + 1)
local due, _, length = clock() + tonumber(ARGV[5]), head_of(stored)
local number = send_away(stored, due)
call('HSET', holders, number, table.concat({slot, clock(), ARGV[5], string.format('%.0f', number_of(stored)),
     deliveries_of(stored), length}, ' '))
call('HSET', base, 'gets', gets, 'bytes', bytes)
if others then
  leave()
  wake_all()
  wake_for(due)
end
return done({'OK', stored, kind, number})
""",
)
"""ARGV: the slot, the call, the timeout or nothing, the ticket, the duration of the lease in milliseconds."""

ACK = script_of(
    "ack",
    *CHANGE_LEASES,
    FIND_LEASE,
    """
call('HDEL', holders, number)
call('ZREM', ends, number)
call('HDEL', away, number)
unfinished = math.max(unfinished - 1, 0)
count_away()
return done({'OK', head_of(stored)})
""",
)
"""ARGV: the slot, the call, the number of the lease. The reply of the scripts from here on has the beginning
of the item, which observers of commands read, and the size of its payload."""

NACK = script_of(
    "nack",
    *CHANGE_LEASES,
    FIND_LEASE,
    """
if ARGV[5] == '1' then stored = with_deliveries(stored, deliveries_of(stored) - 1) end
local due = ARGV[4] ~= '' and clock() + tonumber(ARGV[4]) or nil
local word = return_item(number, stored, due)
count_away()
if due then wake_for(due) end
local head, length = head_of(stored)
return done({'OK', head, length, word})
""",
)
"""ARGV: …, the number of the lease, the delay in ms or nothing, 1 if the delivery does not count."""

EXTEND = script_of(
    "extend",
    *CHANGE_LEASES,
    FIND_LEASE,
    """
local rest, first = string.match(call('HGET', holders, number), '^[^ ]+( [^ ]+ ([^ ]+).*)$')
local due = clock() + tonumber(ARGV[4] ~= '' and ARGV[4] or first)
call('HSET', holders, number, slot .. rest)
call('ZADD', ends, due, number)
wake_for(due)
return done({'OK', head_of(stored)})
""",
)
"""ARGV: …, the number of the lease, its duration from now on in ms, or nothing for its first one."""

LEAVE_LEASES = script_of(
    "leave_leases",
    *CHANGE_LEASES,
    """
local mine, count = ARGV[3], 0
for i = 4, #ARGV do
  local holder = call('HGET', holders, ARGV[i])
  local stored = holder and string.sub(holder, 1, #mine) == mine and call('HGET', away, ARGV[i])
  if stored then
    return_item(ARGV[i], stored)
    count = count + 1
  end
end
if count > 0 then count_away() end
return done({'OK', count})
""",
)
"""ARGV: …, the beginning of the names of callers, the numbers of leases, the highest first: the items of a
LIFO queue then return in their order. Ends the ones that these callers have."""

OWN_LEASES = script_of(
    "own_leases",
    READ,
    STATE,
    f"""
local found, page = {{}}, call('HSCAN', holders, ARGV[2], 'COUNT', {MOST_READ})
for i = 1, #page[2], 2 do
  if string.sub(page[2][i + 1], 1, #ARGV[3]) == ARGV[3] then found[#found + 1] = page[2][i] end
end
return {{'OK', page[1], found}}
""",
    writes=False,
)
"""ARGV: …, a cursor, the beginning of the names of callers. The reply has the next cursor, and the numbers of
their leases in this part of the leases."""

PUT_LATER = script_of(
    "put_later",
    *CHANGE_LEASES,
    SPACE,
    ORDER,
    """
if (ARGV[5] == 'keys') ~= keyed then leave(); wake_all(); return {'MISSING'} end
local stored = struct.pack('>I8I2', puts + 1, 0) .. ARGV[#ARGV]
if keyed then
  local key = ARGV[7]
  stored = key .. stored .. struct.pack('>I4', #key)
  local problem = problem_of(key, stored)
  if problem then leave(); wake_all(); return problem end
end
local due = clock() + tonumber(ARGV[6])
send_away(stored, due)
delayed = delayed + 1
call('HSET', base, 'puts', puts + 1, 'unfinished', unfinished + 1, 'delayed', delayed)
if others then
  leave()
  wake_all()
  wake_for(due)
end
return done({'OK', 1})
""",
)
"""ARGV: as PUT up to whether a key comes with the item, the delay in milliseconds, the key, the item."""

LEASES = script_of(
    "leases",
    *READ_CURRENT,
    """
local found = {}
for _, number in ipairs(call('ZRANGE', ends, ARGV[2], ARGV[3])) do
  local held = call('HGET', holders, number)
  if held then found[#found + 1] = {number, held, call('ZSCORE', ends, number)} end
end
return {'OK', clock(), found, call('ZCARD', ends)}
""",
    writes=False,
)
"""ARGV: …, the ranks of the first and the last of the items that are away. The reply has the time of the
server in ms, for each lease among them its number, what ``:holders`` has of it, and its end; and how many
items are away."""
