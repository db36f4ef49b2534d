# SPDX-License-Identifier: MIT
"""The parts of the scripts in ``queue_scripts``, in Lua; each may use what the parts before it define."""

from __future__ import annotations

SLICE = 2.0
"""Seconds after which a waiting call comes again, so that the others know that its client is alive."""
LIFE = 6000
"""Milliseconds after which a waiter that did not come again is forgotten."""
WOKEN_LIFE = 1500
"""Milliseconds that a waiter has to come after it was woken."""
KEPT_REPLIES = 180_000
"""Milliseconds for which the server keeps the reply of a call, in case the client repeats the call: from the
first call of a caller, or the last one whose number begins with a plus."""
RENEWED = 60.0
"""Seconds after which a caller begins the number of a call with a plus."""
SEARCHED = 20_000
"""The most items among which an item is searched by its number."""
MOST_DEAD = 1000
"""The most waiters that one script forgets because they have died. The next scripts forget the others."""
MOST_LISTED = 1000
"""The most waiters that STAT lists. It counts the others."""
MOST_BYTES = 64 << 20
"""The most payload bytes that one script takes, except for a single item."""

CALL = f"""
local call, base, slot, id = redis.call, KEYS[1], ARGV[1], ARGV[2]
local record = base .. ':call:' .. slot
local seen = call('GETRANGE', record, 0, #id)
if #seen > #id and string.sub(seen, 1, #id) == id then
  local saved = string.sub(call('GET', record), #id + 2)
  if string.sub(seen, -1) == '=' then return saved end
  return cmsgpack.unpack(saved)
end
local function keep(reply)
  if seen == '' or string.byte(id) == 43 then
    call('SET', record, id .. reply, 'PX', {KEPT_REPLIES})
  else
    call('SET', record, id .. reply, 'KEEPTTL')
  end
end
local function done(reply)
  keep(' ' .. cmsgpack.pack(reply))
  return reply
end
"""
"""ARGV: the slot of the caller, the number of the call, …

The kept reply is the number of the call, then an equals sign and a text, or a space and what cmsgpack makes
of the reply. To set the time after which it expires takes a quarter of a short script: it is done for a
caller that has none, and when the number begins with a plus.
"""

FIELDS = """
local state = call('HMGET', base, 'kind', 'maxsize', 'puts', 'gets', 'bytes', 'unfinished', 'shut', 'busy')
local kind, maxsize, puts, gets = state[1], tonumber(state[2]), tonumber(state[3]), tonumber(state[4])
if not kind then return {'MISSING'} end
local bytes, unfinished, shut, busy = tonumber(state[5]), tonumber(state[6]), state[7], state[8]
local items, keyed = base .. ':items', kind == 'priority'
"""
SIZED = """
local size = call(keyed and 'ZCARD' or 'LLEN', items)
local others, absent = busy == '1' or busy == '3', busy == '2' or busy == '3'
local away, holders, ends = base .. ':away', base .. ':holders', base .. ':ends'
local delayed = absent and tonumber(call('HGET', base, 'delayed') or 0) or 0
"""
STATE = FIELDS + SIZED

CLOCK = """
local now
local function clock()
  if not now then
    local time = call('TIME')
    now = time[1] * 1000 + (time[2] - time[2] % 1000) / 1000
  end
  return now
end
"""

PUTTERS = f"""{CLOCK}
local function count_putters() -- those that have died do not count, apart from more than {MOST_DEAD}
  local line, alive = base .. ':putters', base .. ':alive'
  local count = call('ZCARD', line)
  if count == 0 then return 0 end
  for _, waiter in ipairs(call('ZRANGEBYSCORE', alive, '-inf', clock(), 'LIMIT', 0, {MOST_DEAD})) do
    if call('ZSCORE', line, waiter) then count = count - 1 end
  end
  return math.min(count, call('ZCOUNT', alive, '(' .. clock(), '+inf'))
end
"""

WAITERS = f"""{CLOCK}
local getters, putters, joiners = base .. ':getters', base .. ':putters', base .. ':joiners'
local alive, woken, waits = base .. ':alive', base .. ':woken', base .. ':waits'
local function mark()
  local value = (others and 1 or 0) + (absent and 2 or 0)
  if value == 0 then call('HDEL', base, 'busy') else call('HSET', base, 'busy', value) end
end
local function forget(waiters)
  if #waiters == 0 then return end
  call('ZREM', getters, unpack(waiters))
  call('ZREM', putters, unpack(waiters))
  call('ZREM', joiners, unpack(waiters))
  call('ZREM', alive, unpack(waiters))
  call('SREM', woken, unpack(waiters))
  call('HDEL', waits, unpack(waiters))
  local keys = {{}}
  for i = 1, #waiters do keys[i] = base .. ':wake:' .. waiters[i] end
  call('DEL', unpack(keys))
  if others and call('EXISTS', alive) == 0 then
    others = false
    mark()
  end
end
local dead -- whether some that have died are still in the lines
local function rank_in(line)
  if not others then return 0 end
  if not dead then
    local found, gone = call('ZRANGEBYSCORE', alive, '-inf', clock(), 'LIMIT', 0, {MOST_DEAD}), {{}}
    for _, waiter in ipairs(found) do
      if waiter ~= slot then gone[#gone + 1] = waiter end
    end
    forget(gone)
    dead = #found == {MOST_DEAD}
  end
  local rank = call('ZRANK', line, slot) or call('ZCARD', line)
  if dead and rank > 0 then -- more are alive than before this one
    local score = call('ZSCORE', alive, slot)
    rank = math.min(rank, call('ZCOUNT', alive, '(' .. clock(), '+inf')
                          - (score and tonumber(score) > clock() and 1 or 0))
  end
  return rank
end
local function wait_in(line, method, timeout, ticket)
  call('DEL', base .. ':wake:' .. slot) -- the first write, see FULL_MEMORY
  if ticket == '' then ticket = tostring(call('HINCRBY', base, 'tickets', 1)) end
  call('ZADD', line, ticket, slot)
  call('ZADD', alive, clock() + {LIFE}, slot)
  call('SREM', woken, slot)
  call('HSETNX', waits, slot, method .. ' ' .. clock() .. ' ' .. timeout)
  if not others then
    others = true
    mark()
  end
  return ticket
end
local function wake(line, count)
  if count < 1 then return end
  for _, waiter in ipairs(call('ZRANGE', line, 0, math.min(count, 1000) - 1)) do
    local can_come = not dead or tonumber(call('ZSCORE', alive, waiter) or 0) > clock()
    if can_come and call('SADD', woken, waiter) == 1 then
      call('RPUSH', base .. ':wake:' .. waiter, '1')
      call('PEXPIRE', base .. ':wake:' .. waiter, {LIFE})
      call('ZADD', alive, clock() + {WOKEN_LIFE}, waiter)
    end
  end
end
local function wake_all()
  if not others then return end
  local space = maxsize > 0 and maxsize - size - delayed or 1000
  if shut ~= '0' then space = 1000 end
  wake(getters, shut ~= '0' and size == 0 and not absent and 1000 or size)
  wake(putters, space)
  if unfinished == 0 then wake(joiners, 1000) end
end
local function leave()
  if others then forget({{slot}}) end
end
local function next_due() -- milliseconds until an item can return; 0 if none is away
  if not absent then return 0 end
  local first = call('ZRANGE', ends, 0, 0, 'WITHSCORES')
  return first[2] and math.max(math.ceil(tonumber(first[2]) - clock()), 1) or 0
end
local function refuse() -- reads a field again, which shows to an observer of commands why
  call('HGET', base, 'shut')
  leave()
  wake_all()
end
"""
"""Waiters; needs ``STATE``.

``rank_in`` also forgets up to MOST_DEAD waiters that have died. While others have to wait for the next
scripts, they count in no rank, and are not woken. A waiter that is alive behind them comes again in time.
"""

FULL_MEMORY = "call('DEL', base .. ':wake:' .. slot)"
"""Lets a script finish its work although the memory of the server is full: the server refuses only the first
write of a script, and this one needs no memory. Only new items are refused."""

RANGE = """
local function range(first, last)
  if kind ~= 'lifo' then return call(keyed and 'ZRANGE' or 'LRANGE', items, first, last) end
  local reversed, found = call('LRANGE', items, -last - 1, -first - 1), {}
  for i = #reversed, 1, -1 do found[#found + 1] = reversed[i] end
  return found
end
"""
"""Reads the items from one index to another, both included, in the order in which they come out."""

KEY_OF = r"""
local function key_of(stored)
  if not keyed and string.byte(stored, 11) < 128 then return '\20' end
  local length = struct.unpack('>I4', string.sub(stored, -4))
  return keyed and string.sub(stored, 1, length) or string.sub(stored, -4 - length, -5)
end
"""

ADDED = r"""
local function added(number, key, body)
  local stored = struct.pack('>I8I2', number, 0) .. body
  if keyed then return key .. stored .. struct.pack('>I4', #key) end
  if key == '\20' then return stored end
  return string.sub(stored, 1, 10) .. string.char(string.byte(body) + 128) .. string.sub(body, 2) .. key
         .. struct.pack('>I4', #key)
end
"""
"""Makes an item that was in another queue: its number here, its priority there, its codec and payload."""

STORE = (
    RANGE
    + KEY_OF
    + """
local function body_of(stored)
  if not keyed and string.byte(stored, 11) < 128 then return stored end
  local length = struct.unpack('>I4', string.sub(stored, -4))
  if keyed then return string.sub(stored, length + 1, -5) end
  return string.sub(stored, 1, 10) .. string.char(string.byte(stored, 11) - 128)
         .. string.sub(stored, 12, -5 - length)
end
local function number_of(stored) return (struct.unpack('>I8', body_of(stored))) end
local function count_bytes(taken)
  local sum, byte = 0, string.byte
  for i = 1, #taken do
    local stored = taken[i]
    sum = sum + #stored - 11
    if keyed or byte(stored, 11) > 127 then sum = sum - struct.unpack('>I4', string.sub(stored, -4)) - 4 end
  end
  return sum
end
local function pop(count)
  if kind == 'fifo' then return call('LPOP', items, count) end
  if kind == 'lifo' then return call('RPOP', items, count) end
  local found, members = call('ZPOPMIN', items, count), {}
  for i = 1, #found, 2 do members[#members + 1] = found[i] end
  return members
end
local function remove(taken)
  for i = 1, #taken do
    if keyed then call('ZREM', items, taken[i])
    else call('LREM', items, kind == 'lifo' and -1 or 1, taken[i]) end
  end
end
"""
)
"""Stored items; ``stored_items`` has their form."""

ORDER = (
    KEY_OF
    + r"""
local kinds = {[1] = 'bytes', [2] = 'a text', [3] = 'None', [5] = 'a tuple', [19] = 'a number',
               [20] = 'a number', [21] = 'a number', [254] = 'a value without an order'}
local function end_of(key, at) -- where the value that begins there ends, as priority_keys.py describes it
  local kind = string.byte(key, at)
  if kind == 1 or kind == 2 then
    repeat at = string.find(key, '\0', at + 1, true) + 1 until string.byte(key, at) ~= 255
    return at - 1
  end
  if kind ~= 19 and kind ~= 21 then return at end
  at = at + 5
  local last = kind == 21 and 0 or 255
  while string.byte(key, at + 8) ~= last do at = at + 9 end
  return at + 8
end
local function unordered(key, other) -- nil, or the names of the kinds that Python cannot compare
  local at = 1
  if string.byte(key) == 5 and string.byte(other) == 5 then
    if key == other then return end
    while true do
      local last = end_of(key, at)
      if last > #other or string.sub(key, at, last) ~= string.sub(other, at, last) then break end
      if string.byte(key, at) == 254 then break end
      at = last + 1
      if at > #key or at > #other then return end
    end
    if string.byte(key, at) == 0 or string.byte(other, at) == 0 then return end
  end
  local mine, its = string.byte(key, at), string.byte(other, at)
  if kinds[mine] == kinds[its] and mine ~= 3 and mine ~= 254 then return end
  return {'UNORDERED', kinds[mine], kinds[its]}
end
local function problem_of(key, stored)
  local before = call('ZREVRANGEBYLEX', items, '(' .. stored, '-', 'LIMIT', 0, 1)[1]
  local problem = before and unordered(key, key_of(before))
  if problem then return problem end
  local behind = call('ZRANGEBYLEX', items, '(' .. stored, '+', 'LIMIT', 0, 1)[1]
  return behind and unordered(key, key_of(behind))
end
"""
)
"""The order of a priority queue. A new key is compared with the two keys beside it: if all keys in the queue
can be compared with each other, then also with this one."""

PUT_FAST = r"""
if shut == '0' and not busy and (maxsize == 0 or puts - gets < maxsize) then
  local item, body, key, is_put = struct.pack('>I8I2', puts + 1, 0), ARGV[#ARGV], ARGV[6], false
  local function is_number(ordered) return string.find(ordered, '^[\19-\21]') end
  if not keyed and #ARGV == 6 and ARGV[5] == '' then
    is_put = call('RPUSH', items, item .. body)
  elseif keyed and #ARGV == 7 and ARGV[5] == 'keys' and is_number(key) then
    local first = call('ZRANGE', items, 0, 0)[1]
    if not first or is_number(first) then
      is_put = call('ZADD', items, 0, key .. item .. body .. struct.pack('>I4', #key))
    end
  end
  if is_put then
    call('HSET', base, 'puts', puts + 1, 'bytes', bytes + #body - 1, 'unfinished', unfinished + 1)
    keep(' \1') -- what cmsgpack makes of 1
    return 1
  end
end
"""
"""Puts one item where no call waits, no item is away and there is space; the reply is 1. Most calls end here:
a server needs less time for a script that makes none of the functions of the other parts, and no list of
results. A priority that is a number can be compared with all items if it can be with the first."""

GET_FAST = """
if not busy and ARGV[5] == '1' then
  local stored = keyed and call('ZPOPMIN', items)[1]
  if not keyed then stored = call(kind == 'fifo' and 'LPOP' or 'RPOP', items) end
  if stored then
    bytes = bytes - #stored + 11
    if keyed or string.byte(stored, 11) > 127 then
      bytes = bytes + struct.unpack('>I4', string.sub(stored, -4)) + 4
    end
    call('HSET', base, 'gets', gets + 1, 'bytes', bytes)
    if keyed then return done({'OK', {stored}, kind}) end
    keep('=' .. stored)
    return stored
  end
end
"""
"""Takes one item where no call waits and no item is away; the reply of a queue without priorities is the item
alone."""

SPACE = """
local rank = rank_in(putters)
if shut ~= '0' then refuse(); return {'SHUTDOWN'} end
local space = 1e9
if maxsize > 0 then space = maxsize - size - delayed - rank end
local function wait_for_space()
  local ticket = ''
  if ARGV[3] ~= '' then ticket = wait_in(putters, 'put', ARGV[3], ARGV[4]) else leave() end
  wake_all()
  return ticket
end
if space <= 0 then return {'FULL', wait_for_space(), size, maxsize} end
"""
"""Returns unless there is space for an item. ARGV: the slot, the call, the timeout or nothing, the ticket."""

PUT_KEYED = """
for i = 1, number do
  local key, body = ARGV[2 * i + 4], ARGV[2 * i + 5]
  added[i] = key .. struct.pack('>I8I2', puts + i, 0) .. body .. struct.pack('>I4', #key)
  local problem = problem_of(key, added[i])
  if problem then
    for j = 1, i - 1 do call('ZREM', items, added[j]) end
    leave()
    wake_all()
    return problem
  end
  call('ZADD', items, 0, added[i])
  bytes = bytes + #body - 1
end
"""

AVAILABLE = """
local rank = rank_in(getters)
local available = size - rank
if available <= 0 then
  local ticket = ''
  if shut ~= '0' and size == 0 and not absent then refuse(); return {'SHUTDOWN'} end
  if ARGV[3] ~= '' then ticket = wait_in(getters, taking, ARGV[3], ARGV[4]) else leave() end
  wake_all()
  return {'EMPTY', ticket, next_due()}
end
"""
"""Returns unless there is an item. ARGV: the slot, the call, the timeout or nothing, the ticket. ``taking``:
the name of the method."""

DESTROY = """
local destroyed = size
if absent then
  destroyed, gets = destroyed + call('HLEN', away), gets + delayed
  call('UNLINK', away, holders, ends)
  absent, delayed = false, 0
  call('HSET', base, 'delayed', 0)
  mark()
end
call('UNLINK', items)
unfinished = math.max(unfinished - destroyed, 0)
call('HSET', base, 'gets', gets + size, 'bytes', 0, 'unfinished', unfinished)
size = 0
"""
"""Destroys all items, also those that are away. ``destroyed``: how many."""

CHOOSE = f"""
local moved, numbers = {{}}, {{}}
if #ARGV == 3 then
  moved = number > 0 and pop(number) or {{}}
elseif not keyed or size <= {SEARCHED} then
  for i = 4, #ARGV do numbers[tonumber(ARGV[i])] = true end
  for start = 0, math.min(size, {SEARCHED}) - 1, 1000 do
    for _, stored in ipairs(range(start, start + 999)) do
      if #moved < number and numbers[number_of(stored)] then moved[#moved + 1] = stored end
    end
  end
  remove(moved)
end
"""
"""Takes the next items, or the ones whose numbers are in ARGV. ``number``: how many at most."""

READ = "local call, base = redis.call, KEYS[1]"
