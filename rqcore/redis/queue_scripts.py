# SPDX-License-Identifier: MIT
"""The calls of a queue, each as one atomic Lua script that the server runs.

A script that changes a queue never waits: if it cannot do its work yet, it registers the caller as a waiter,
and its reply shows that. It begins with ``CALL``, which returns the first reply if the same call comes again.
Only the first key is given to it; it makes the names of the others, which are in the same slot (see
``queue_keys``).

Waiters. A call that waits has a place in one of three lines: ``getters``, ``putters`` and ``joiners``, sorted
by tickets. The number of waiters in front of a call is its rank. A get leaves as many items to them and takes
the next ones, and a put leaves as much space: so no call overtakes another one, although all that are woken
together can come in any order. A waiter comes at least every ``SLICE`` seconds, and is forgotten after
``LIFE`` milliseconds, because it may have died; once it was woken, after ``WOKEN_LIFE``. A waiter is woken
by an element in its own list, at most one at a time.

The reply is a word and its arguments::

    1 | an item | OK result… | EMPTY ticket due | FULL ticket size maxsize | WAIT ticket due | SHUTDOWN
    MISSING | EXISTS | UNORDERED kind kind | NOTHING leased | LOST lease | DUE

``due`` is after how many milliseconds an item can return that is away, 0 if none is. See ``lease_parts``.
"""

from __future__ import annotations

from rqcore.pressure.key_protocol.lua_scripts import LuaScript
from rqcore.redis.lease_parts import DUE, IS_CURRENT, MAKE, RESTORE
from rqcore.redis.script_parts import (
    ADDED,
    AVAILABLE,
    CALL,
    CHOOSE,
    DESTROY,
    FIELDS,
    FULL_MEMORY,
    GET_FAST,
    MOST_BYTES,
    MOST_LISTED,
    ORDER,
    PUT_FAST,
    PUT_KEYED,
    PUTTERS,
    RANGE,
    READ,
    SEARCHED,
    SIZED,
    SPACE,
    STATE,
    STORE,
    WAITERS,
)

CHANGE = (CALL, STATE, WAITERS, DUE)
"""How most scripts begin that change a queue."""
READ_CURRENT = (READ, STATE, IS_CURRENT)
"""How scripts begin that only read."""


def script_of(name: str, *parts: str, writes: bool = True) -> LuaScript:
    """Make a script from its parts, in Lua."""
    return LuaScript(name, "\n".join(parts).encode(), writes, repeatable=True)


CREATE = script_of(
    "create",
    CALL,
    MAKE,
    """
if call('EXISTS', base) == 1 then return {'EXISTS'} end
if KEYS[2] then
  make(base, ARGV[3], ARGV[4], 'max_deliveries', ARGV[5], 'dead_letter', KEYS[2])
  if call('EXISTS', KEYS[2]) == 0 then make(KEYS[2], 'fifo', 0) end
else
  make(base, ARGV[3], ARGV[4])
end
return done({'OK'})
""",
)
"""KEYS: the queue, and perhaps its dead-letter queue. ARGV: the slot, the call, the kind, the maxsize, the
most leases of an item, if there is such a queue."""


PUT = script_of(
    "put",
    CALL,
    FIELDS,
    PUT_FAST,
    SIZED,
    WAITERS,
    DUE,
    SPACE,
    """
if (ARGV[5] == 'keys') ~= keyed then leave(); wake_all(); return {'MISSING'} end
local total, added = (#ARGV - 5) / (keyed and 2 or 1), {}
local number = math.min(total, space)
if keyed then
""",
    ORDER,
    PUT_KEYED,
    """
else
  for i = 1, number do
    local body = ARGV[i + 5]
    added[i] = struct.pack('>I8I2', puts + i, 0) .. body
    bytes = bytes + #body - 1
  end
  for i = 1, number, 1000 do call('RPUSH', items, unpack(added, i, math.min(i + 999, number))) end
end
size, unfinished = size + number, unfinished + number
call('HSET', base, 'puts', puts + number, 'bytes', bytes, 'unfinished', unfinished)
if number < total then return done({'OK', number, wait_for_space()}) end
if others then leave(); wake_all() end
return done({'OK', number, ''})
""",
)
"""ARGV: …, whether keys come with the items, then each item, with the key of its priority before it.

Puts as many items as fit; the caller comes again with the others. A queue of another kind than the caller
expects is not its queue.
"""

RENEW = script_of("renew", *CHANGE, SPACE, "return {'OK', space}")
"""ARGV: as PUT, without items. Keeps the place of a put that waits with large items."""

GET = script_of(
    "get",
    CALL,
    FIELDS,
    GET_FAST,
    SIZED,
    WAITERS,
    DUE,
    "local taking = 'get'",
    AVAILABLE,
    STORE,
    f"""
local number, taken = math.min(available, tonumber(ARGV[5])), nil
if rank > 0 then
  taken = range(rank, rank + math.min(number, 1000) - 1)
  remove(taken)
elseif number == 1 or bytes <= {MOST_BYTES} then
  taken = pop(number)
else
  taken = {{}}
  local sum = 0
  while #taken < number and sum < {MOST_BYTES} do
    taken[#taken + 1] = pop(1)[1]
    sum = sum + #taken[#taken]
  end
end
size, gets = size - #taken, gets + #taken
call('HSET', base, 'gets', gets, 'bytes', bytes - count_bytes(taken))
if others then leave(); wake_all() end
return done({{'OK', taken, kind}})
""",
)
"""ARGV: the slot, the call, the timeout or nothing, the ticket, the maximum number of items."""

GIVE_BACK = script_of(
    "give_back",
    *CHANGE,
    STORE,
    RESTORE,
    FULL_MEMORY,
    """
local taken, number = {}, #ARGV - 2
rank_in(getters)
for i = 1, number do taken[i] = ARGV[i + 2] end
if shut == '2' then
  unfinished = math.max(unfinished - number, 0)
  call('HSET', base, 'unfinished', unfinished)
  wake_all()
  return done({'OK', 0})
end
for i = number, 1, -1 do restore(taken[i]) end
unfinished = math.max(unfinished, size + call('HLEN', away))
call('HSET', base, 'gets', math.max(gets - number, 0), 'bytes', bytes, 'unfinished', unfinished)
wake_all()
return done({'OK', number})
""",
)
"""ARGV: the slot, the call, the stored items. They return to their places."""

LEAVE = script_of("leave", *CHANGE, "rank_in(getters); leave(); wake_all(); return {'OK'}")
"""ARGV: the slot, the call. The caller no longer waits."""

RESTORE_DUE = script_of("restore_due", *CHANGE, "return {'OK'}")
"""ARGV: the slot, the call. Ends the leases and delays whose time is over."""

PURGE = script_of(
    "purge",
    *CHANGE,
    DESTROY,
    """
rank_in(putters)
wake_all()
return done({'OK', destroyed})
""",
)
"""ARGV: the slot, the call. Destroys the items, also those that are away."""

TASK_DONE = script_of(
    "task_done",
    *CHANGE,
    """
local leased = absent and call('HLEN', holders) or 0
if unfinished <= leased then return {'NOTHING', leased} end
""",
    FULL_MEMORY,
    """
unfinished = unfinished - 1
call('HSET', base, 'unfinished', unfinished)
if unfinished == 0 then rank_in(joiners); wake_all() end
return done({'OK'})
""",
)
"""ARGV: the slot, the call. One taken item is finished."""

JOIN = script_of(
    "join",
    *CHANGE,
    """
rank_in(joiners)
if unfinished == 0 or ARGV[3] == '' then leave(); return {'OK', unfinished} end
return {'WAIT', wait_in(joiners, 'join', ARGV[3], ARGV[4]), next_due()}
""",
)
"""ARGV: the slot, the call, the timeout or nothing, the ticket."""

SHUTDOWN = script_of(
    "shutdown",
    *CHANGE,
    FULL_MEMORY,
    "if ARGV[3] == '1' then",
    DESTROY,
    """
  call('HSET', base, 'shut', 2)
elseif shut == '0' then
  call('HSET', base, 'shut', 1)
end
shut = '1'
rank_in(getters)
wake_all()
return done({'OK'})
""",
)
"""ARGV: the slot, the call, 1 to destroy the items."""

CLOSE = script_of(
    "close",
    *CHANGE,
    FULL_MEMORY,
    """
for _, waiter in ipairs(call('ZRANGEBYSCORE', alive, clock(), '+inf', 'LIMIT', 0, 1000)) do
  call('RPUSH', base .. ':wake:' .. waiter, '1')
  call('PEXPIRE', base .. ':wake:' .. waiter, 60000)
end
local destroyed = size + call('HLEN', away)
call('UNLINK', base, items, getters, putters, joiners, alive, woken, waits, away, holders, ends)
return done({'OK', destroyed})
""",
)
"""ARGV: the slot, the call. Deletes the queue; the calls that wait find it missing: the first thousand
immediately, the others when they come again."""


MOVE = script_of(
    "move",
    CALL,
    "local to, number = KEYS[2], tonumber(ARGV[3])",
    "do local base = to",
    STATE.replace("{'MISSING'}", "{'MISSING', to}"),
    PUTTERS,
    """
if shut ~= '0' then return {'SHUTDOWN', to} end
if maxsize > 0 then number = math.min(number, maxsize - size - delayed - count_putters()) end
end
""",
    STATE,
    WAITERS,
    DUE,
    STORE,
    CHOOSE,
    """
if #moved == 0 then return done({'OK', 0}) end
size, unfinished = size - #moved, math.max(unfinished - #moved, 0)
local moved_bytes, keys = count_bytes(moved), {}
call('HSET', base, 'gets', gets + #moved, 'bytes', bytes - moved_bytes, 'unfinished', unfinished)
for i = 1, #moved do
  keys[i] = key_of(moved[i])
  moved[i] = string.sub(body_of(moved[i]), 11)
end
rank_in(putters)
wake_all()
""",
    "do local base = to",
    STATE,
    WAITERS,
    ADDED,
    """
for i = 1, #moved do
  local stored = added(puts + i, keys[i], moved[i])
  if keyed then call('ZADD', items, 0, stored) else call('RPUSH', items, stored) end
end
size, unfinished = size + #moved, unfinished + #moved
call('HSET', base, 'puts', puts + #moved, 'bytes', bytes + moved_bytes, 'unfinished', unfinished)
rank_in(getters)
wake_all()
end
return done({'OK', #moved})
""",
)
"""KEYS: the queue and the destination. ARGV: the slot, the call, the most items, the numbers of items."""


PEEK = script_of(
    "peek",
    *READ_CURRENT,
    RANGE,
    "return {'OK', range(tonumber(ARGV[2]), tonumber(ARGV[3])), kind}",
    writes=False,
)
"""ARGV: …, the indexes of the first and the last item, both included."""

PREVIEWS = script_of(
    "previews",
    *READ_CURRENT,
    STORE,
    """
local found = range(tonumber(ARGV[2]), tonumber(ARGV[3]))
for i = 1, #found do
  local body = body_of(found[i])
  found[i] = {string.sub(body, 1, 11 + tonumber(ARGV[4])), #body - 11}
end
return {'OK', found}
""",
    writes=False,
)
"""ARGV: as PEEK, and the bytes to return of each payload."""

READ_PAYLOAD = script_of(
    "read_payload",
    *READ_CURRENT,
    STORE,
    f"""
local wanted, most = tonumber(ARGV[2]), {SEARCHED}
local function piece_of(stored)
  local body = body_of(stored)
  if (struct.unpack('>I8', body)) == wanted then
    return {{'OK', string.sub(body, tonumber(ARGV[3]) + 12, tonumber(ARGV[3]) + tonumber(ARGV[4]) + 11)}}
  end
end
local low, high = 0, keyed and -1 or size - 1
while low <= high do
  local middle = (low + high - (low + high) % 2) / 2
  local stored = call('LINDEX', items, middle)
  if piece_of(stored) then return piece_of(stored) end
  if struct.unpack('>I8', stored) < wanted then low = middle + 1 else high = middle - 1 end
end
for start = 0, math.min(size, most) - 1, 1000 do
  for _, stored in ipairs(range(start, start + 999)) do
    local piece = piece_of(stored)
    if piece then return piece end
  end
end
return {{'OK', false}}
""",
    writes=False,
)
"""ARGV: …, the number of the item, the offset and the length of the part. The items of a list are mostly in
the order of their numbers."""

SIZE = script_of("size", *READ_CURRENT, "return {'OK', size}", writes=False)

STAT = script_of(
    "stat",
    *READ_CURRENT,
    f"local most = {MOST_LISTED}",
    """
local waiting = {}
for _, waiter in ipairs(call('ZRANGEBYSCORE', base .. ':alive', clock(), '+inf', 'LIMIT', 0, most)) do
  waiting[#waiting + 1] = waiter
  waiting[#waiting + 1] = call('HGET', base .. ':waits', waiter)
end
local leased, more = call('HLEN', holders), call('HMGET', base, 'dead', 'max_deliveries', 'dead_letter')
return {'OK', kind, size, maxsize, puts, gets, bytes, unfinished, shut, clock(), waiting, leased, delayed,
        tonumber(more[1] or 0), tonumber(more[2] or 0), more[3],
        call('ZCOUNT', base .. ':alive', clock(), '+inf'), call('ZCARD', base .. ':putters'),
        call('ZCARD', base .. ':getters'), call('ZCARD', base .. ':joiners')}
""",
    writes=False,
)
"""The state, the time of the server in ms, for up to MOST_LISTED waiters the slot, method, start and timeout,
the numbers of leased, delayed and dead items, the most leases of an item, the key of the dead-letter queue,
the number of all waiters, and how many are in each line, perhaps with some that have died."""

FIND = LuaScript("find", b"-- find\n" + STAT.text, writes=False, repeatable=True)
"""The same for a client that looks for a queue by its name, which an observer of commands does not show."""
