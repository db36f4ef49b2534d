# SPDX-License-Identifier: MIT
"""The parts of scripts, in Lua, for items that are not in their queue but belong to it.

An item is *away* if a client has it on a lease, or if it was delayed. Redis has no timers: a lease or a delay
whose time is over ends with the next script that changes the queue, before this does its own work. So each
such script has ``DUE``, and a waiting call comes again when the next one is due.
"""

from __future__ import annotations

from rqcore.redis.script_parts import ADDED, CLOCK, FIELDS, FULL_MEMORY, SIZED, SLICE, STORE, WAITERS

MOST_DUE = 100
"""The most leases and delays that one script ends. A call that waits comes again for the others."""
PREVIEW = 256
"""The payload bytes of an item in the reply of a script that ends or extends its lease."""

RESTORE = """
local function restore(stored)
  local number = number_of(stored)
  if keyed then
    call('ZADD', items, 0, stored)
  elseif kind == 'lifo' then
    call('RPUSH', items, stored)
  else
    local low, high, behind = 0, size, call('LINDEX', items, 0)
    if behind and number_of(behind) > number then high = 0 end
    while low < high do
      local middle = (low + high - (low + high) % 2) / 2
      if number_of(call('LINDEX', items, middle)) > number then high = middle else low = middle + 1 end
    end
    if low == 0 then call('LPUSH', items, stored)
    elseif low == size then call('RPUSH', items, stored)
    else call('LINSERT', items, 'BEFORE', call('LINDEX', items, low), stored) end
  end
  size, bytes = size + 1, bytes + count_bytes({stored})
end
"""
"""Puts an item at its place, which is that of its number; in a LIFO queue, on top. Needs ``STORE``."""

MAKE = """
local function make(queue, kind, maxsize, ...)
  local time = call('TIME')
  call('HSET', queue, 'kind', kind, 'maxsize', maxsize, 'puts', 0, 'gets', 0, 'bytes', 0, 'unfinished', 0,
       'shut', 0, 'tickets', 0, 'leases', time[1] .. string.format('%06d', time[2]), ...)
end
"""
"""Creates a queue. Its leases are numbered from the time on, so that another queue of its name never has a
lease with the same number."""

DEAD_LETTER = (
    MAKE
    + """
local function dead_letter(stored)
  local limits, body = call('HMGET', base, 'max_deliveries', 'dead_letter'), body_of(stored)
  if not limits[1] or struct.unpack('>I2', body, 9) < tonumber(limits[1]) then return false end
  local key, base = key_of(stored), limits[2]
  local found = call('TYPE', base).ok
  if found == 'none' then make(base, 'fifo', 0) elseif found ~= 'hash' then return false end
"""
    + FIELDS.replace("{'MISSING'}", "false")
    + """
  if shut ~= '0' then return false end
"""
    + SIZED
    + WAITERS
    + ADDED
    + """
  local dead = added(puts + 1, key, string.sub(body, 11))
  if keyed then call('ZADD', items, 0, dead) else call('RPUSH', items, dead) end
  size, unfinished = size + 1, unfinished + 1
  call('HSET', base, 'puts', puts + 1, 'bytes', bytes + #body - 11, 'unfinished', unfinished)
  rank_in(getters)
  wake_all()
  return true
end
"""
)
"""Moves an item to the dead-letter queue if it was leased as often as it may be. Returns whether it is there.
That queue is created again if it was closed; if it was shut down, the item is not moved."""

AWAY = (
    RESTORE
    + DEAD_LETTER
    + """
local function return_item(number, stored, due)
  if call('HEXISTS', holders, number) == 1 then
    call('HDEL', holders, number)
    if dead_letter(stored) then
      call('ZREM', ends, number)
      call('HDEL', away, number)
      unfinished = math.max(unfinished - 1, 0)
      call('HINCRBY', base, 'dead', 1)
      return 'DEAD'
    end
    gets = gets - 1
  else
    delayed = delayed - 1
  end
  if due then
    call('HSET', away, number, stored)
    call('ZADD', ends, due, number)
    delayed = delayed + 1
    return 'DELAYED'
  end
  call('ZREM', ends, number)
  call('HDEL', away, number)
  restore(stored)
  return 'OK'
end
local function count_away()
  local before = absent
  absent = call('EXISTS', away) == 1
  if absent ~= before then mark() end
  call('HSET', base, 'gets', gets, 'bytes', bytes, 'unfinished', unfinished, 'delayed', delayed)
  rank_in(getters)
  wake_all()
end
"""
)
"""``return_item`` ends a lease or a delay, and puts the item at its place, unless it comes later (``due``) or
goes to the dead-letter queue. Then ``count_away`` writes the figures. Needs ``STATE``, ``WAITERS`` and
``STORE``."""

RETURN_DUE = f"""
local due = call('ZRANGEBYSCORE', ends, '-inf', clock(), 'LIMIT', 0, {MOST_DUE})
if #due > 0 then
  {FULL_MEMORY}
  for _, number in ipairs(due) do
    local stored = call('HGET', away, number)
    if stored then return_item(number, stored) else call('ZREM', ends, number) end
  end
  count_away()
end
"""

DUE = f"if absent then\n{STORE}{AWAY}{RETURN_DUE}end\n"
"""Ends the leases and delays whose time is over. Needs ``STATE`` and ``WAITERS``."""

LEASED = (
    STORE
    + AWAY
    + f"""
local function deliveries_of(stored) return (struct.unpack('>I2', body_of(stored), 9)) end
local function with_deliveries(stored, count)
  local at = keyed and struct.unpack('>I4', string.sub(stored, -4)) or 0
  return string.sub(stored, 1, at + 8) .. struct.pack('>I2', math.min(count, 65535))
         .. string.sub(stored, at + 11)
end
local function head_of(stored)
  local body = body_of(stored)
  return string.sub(body, 1, {11 + PREVIEW}), #body - 11
end
local function send_away(stored, due)
  local number = string.format('%.0f', call('HINCRBY', base, 'leases', 1))
  call('HSET', away, number, stored)
  call('ZADD', ends, due, number)
  if not absent then
    absent = true
    mark()
  end
  return number
end
local function wake_for(due) -- a call that waits comes too late otherwise
  if others and due < clock() + {SLICE * 1000:.0f} then wake(getters, 1) end
end
if absent then {RETURN_DUE} end
"""
)
"""The functions of scripts about leases; ends what is due. Needs ``STATE`` and ``WAITERS``."""

FIND_LEASE = """
local number = ARGV[3]
local stored = call('HEXISTS', holders, number) == 1 and call('HGET', away, number)
if not stored then return {'LOST', number} end
"""

IS_CURRENT = (
    CLOCK
    + """
if absent and ARGV[1] == '1' and call('ZCOUNT', ends, '-inf', clock()) > 0 then return {'DUE'} end
"""
)
"""Replies DUE if a lease or a delay has ended, and the caller can end it by ``RESTORE`` and ask again. Needs
``STATE``. ARGV: 1, or nothing to read the queue as it is, …"""
