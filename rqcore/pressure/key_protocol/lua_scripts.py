# SPDX-License-Identifier: MIT
"""The steps of the pressure protocol, each as one atomic Lua script that the server runs.

A script leaves every key as the protocol demands (see ``keys``). It never waits: where the protocol waits,
the script takes the role, and its reply names the state to wait for. While a holder of a role waits, the
value of the role's key is ``holder@seconds since 1970``. A script reads every key before it writes one, so
that a key of the wrong type makes it fail without changes.

The reply is a word and its arguments::

    OK result… | EMPTY | FULL size bound | SHUTDOWN | INUSE holder now | MISSING | EXISTS
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LuaScript:
    """A script in Lua."""

    name: str
    text: bytes
    writes: bool = True
    """Whether the script changes keys, so that a read-only connection must refuse it."""
    repeatable: bool = False
    """Whether the script can run again if the connection was lost: it does its work only once."""
    sha: str = field(init=False)
    """The SHA-1 of the text in hexadecimal, which names the script on the server."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha", hashlib.sha1(self.text, usedforsecurity=False).hexdigest())


# KEYS: keys.producer or keys.consumer. ARGV: the name of the caller, its mode, …
# The mode is 0 if the call cannot wait, 1 if it can, 2 if it puts even on a full queue.
_ROLE = """
local items, bound, free, who, not_full, closed, messages, size = unpack(KEYS)
local me, patient, overfills = ARGV[1], ARGV[2] == '1', ARGV[2] == '2'
local limit = redis.call('GET', bound)
local held = redis.call('LLEN', free) == 0
local holder = held and redis.call('GET', who) or ''
local mine = held and string.sub(holder, 1, #me + 1) == me .. '@'
local function give_back()
  if mine then redis.call('LPUSH', free, '1'); redis.call('LTRIM', free, 0, 0) end
end
if not limit then
  if redis.call('EXISTS', closed) == 1 then give_back() end -- a client that deletes the queue waits
  return {'MISSING'}
end
if held and not mine then return {'INUSE', holder, redis.call('TIME')[1]} end
limit = tonumber(limit) or 0
local function wait_or_leave()
  if not patient then return give_back() end
  if held then return end
  if redis.replicate_commands then redis.replicate_commands() end
  local now = redis.call('TIME')
  redis.call('DEL', free)
  redis.call('SET', who, me .. '@' .. now[1] .. '.' .. string.format('%06d', now[2]))
end
local function signal_space()
  redis.call('LPUSH', not_full, '1'); redis.call('LTRIM', not_full, 0, 0)
end
local function count(call, number, bytes)
  call('INCRBY', messages, number)
  call('INCRBY', size, bytes)
  call('SET', who, me)
end
"""

PUT = LuaScript(
    "put",
    f"""{_ROLE}
if redis.call('EXISTS', closed) == 1 then give_back(); return {{'SHUTDOWN'}} end
local token, length = redis.call('LLEN', not_full), redis.call('LLEN', items)
local number = #ARGV - 2
if limit > 0 and not overfills then
  local space = token > 0 and limit - length or 0
  if space <= 0 then
    if token > 0 then redis.call('DEL', not_full) end
    wait_or_leave()
    return {{'FULL', length, limit}}
  end
  number = math.min(number, space)
end
local bytes = 0
for i = 3, number + 2 do bytes = bytes + #ARGV[i] end
count(redis.call, number, bytes) -- before the items, so that a script that fails here has put nothing
for i = 3, number + 2 do redis.call('LPUSH', items, ARGV[i]) end
if limit > 0 and length + number >= limit then
  redis.call('DEL', not_full)
elseif token ~= 1 then
  signal_space()
end
give_back()
return {{'OK', number}}
""".encode(),
)
"""ARGV: the caller, its mode, the payloads. Puts as many items as fit, or all if the caller overfills."""

GET = LuaScript(
    "get",
    f"""{_ROLE}
local length, token = redis.call('LLEN', items), redis.call('LLEN', not_full)
if length == 0 then
  if redis.call('EXISTS', closed) == 1 then give_back(); return {{'SHUTDOWN'}} end
  wait_or_leave()
  return {{'EMPTY'}}
end
local number = math.min(length, tonumber(ARGV[3]))
local taken, bytes = redis.call('LRANGE', items, -number, -1), 0
for i = 1, number do bytes = bytes + #taken[i] end
if number == 1 then redis.call('RPOP', items) else redis.call('LTRIM', items, 0, -number - 1) end
count(redis.pcall, number, bytes) -- after the items, so that a server without memory can be emptied
if token ~= 1 and (limit == 0 or length - number < limit) then signal_space() end
give_back()
return {{'OK', taken}}
""".encode(),
)
"""ARGV: the caller, whether it can wait, the maximum number of items. The reply has the first item last."""

RELEASE = LuaScript(
    "release",
    f"""{_ROLE}
give_back()
return {{'OK'}}
""".encode(),
)
"""ARGV: the caller, 0. Gives a role back if the caller still holds it."""

PUT_BACK = LuaScript(
    "put_back",
    b"""
local items, bound, free, who, not_full, closed, messages, size = unpack(KEYS)
local limit = tonumber(redis.call('GET', bound) or '')
if not limit then return {'MISSING'} end
local bytes = 0
for i = 1, #ARGV do bytes = bytes + #ARGV[i] end
redis.call('DECRBY', messages, #ARGV)
redis.call('DECRBY', size, bytes)
for i = #ARGV, 1, -1 do redis.call('RPUSH', items, ARGV[i]) end
if limit > 0 and redis.call('LLEN', items) >= limit then redis.call('DEL', not_full) end
return {'OK'}
""",
)
"""KEYS: keys.consumer. ARGV: items that were taken for a cancelled call, in order. Puts them back."""

# The KEYS of all scripts from here on are keys.all, in the order of keys.PARTS.

_ALL = """
local items, bound, producer, consumer, producer_free, consumer_free, not_full, closed = unpack(KEYS)
"""

CREATE = LuaScript(
    "create",
    f"""{_ALL}
if redis.call('EXISTS', bound) == 1 then return {{'EXISTS'}} end
redis.call('SET', bound, ARGV[1])
redis.call('DEL', items, unpack(KEYS, 3))
redis.call('LPUSH', producer_free, '1')
redis.call('LPUSH', consumer_free, '1')
redis.call('LPUSH', not_full, '1')
return {{'OK'}}
""".encode(),
)
"""ARGV: the bound. Deletes keys that an earlier queue of this name may have left."""

STAT = LuaScript(
    "stat",
    f"""{_ALL}
local limit = redis.call('GET', bound)
if not limit then return {{'MISSING'}} end
local now = redis.call('TIME')
local function role(free, who)
  if redis.call('LLEN', free) > 0 then return 0, '', -1 end
  local idle = redis.pcall('OBJECT', 'IDLETIME', who)
  if type(idle) ~= 'number' then idle = -1 end
  local holder = redis.call('GET', who) or ''
  return 1, holder, idle
end
local p, p_who, p_idle = role(producer_free, producer)
local c, c_who, c_idle = role(consumer_free, consumer)
local reply = {{'OK', limit, redis.call('LLEN', items), redis.call('EXISTS', closed),
  now[1], now[2], p, p_who, p_idle, c, c_who, c_idle}}
for i = 9, 12 do reply[#reply + 1] = redis.call('GET', KEYS[i]) or '0' end
return reply
""".encode(),
    writes=False,
)
"""Replies bound, size, whether the queue is closed, the server's time, both roles, and the four counters."""

CLOSE = LuaScript(
    "close",
    f"""{_ALL}
if redis.call('EXISTS', bound) == 0 then return {{'MISSING'}} end
if redis.call('EXISTS', closed) == 1 then return {{'SHUTDOWN'}} end
local holder = redis.call('GET', producer) or ''
local between = redis.call('LLEN', producer_free) == 0 and not string.find(holder, '@[%d.]+$')
if between and ARGV[1] == '1' then return {{'INUSE', producer_free}} end
redis.call('LPUSH', closed, '1', '1')
return {{'OK', redis.call('GET', producer) or '', redis.call('GET', consumer) or ''}}
""".encode(),
)
"""ARGV: whether to wait while a client of another package is between two steps as producer.

Replies SHUTDOWN if the queue is closed already; INUSE and the key to wait for; or OK and the holders of
both roles, which must be woken.
"""

DOOM = LuaScript(
    "doom",
    f"""{_ALL}
if redis.call('DEL', bound) == 0 then return {{'MISSING'}} end
local length = redis.call('LLEN', items)
if redis.call('LLEN', not_full) == 0 then redis.call('LPUSH', not_full, '1') end
redis.call('LPUSH', closed, '1', '1')
return {{'OK', length, redis.call('GET', producer) or '', redis.call('GET', consumer) or ''}}
""".encode(),
)
"""First half of deleting: the queue stops existing. Replies the number of items and the holders to wake."""

SWEEP = LuaScript(
    "sweep",
    f"""{_ALL}
if redis.call('EXISTS', bound) == 1 then return {{'OK'}} end
if ARGV[1] == '1' then
  for _, free in ipairs({{producer_free, consumer_free}}) do
    if redis.call('LLEN', free) == 0 then return {{'INUSE', free}} end
  end
end
redis.call('DEL', unpack(KEYS))
return {{'OK'}}
""".encode(),
)
"""Second half of deleting: deletes every key. ARGV: whether to wait until both roles are free."""

PURGE = LuaScript(
    "purge",
    f"""{_ALL}
if redis.call('EXISTS', bound) == 0 then return {{'MISSING'}} end
local length = redis.call('LLEN', items)
if length > 0 then
  redis.call('DEL', items)
  redis.call('SET', KEYS[11], redis.call('GET', KEYS[9]) or '0')
  redis.call('SET', KEYS[12], redis.call('GET', KEYS[10]) or '0')
  redis.call('DEL', not_full); redis.call('LPUSH', not_full, '1')
end
return {{'OK', length}}
""".encode(),
)
"""Deletes all items and counts them as consumed. Replies their number."""

FREE = LuaScript(
    "free",
    f"""{_ALL}
local limit = tonumber(redis.call('GET', bound) or '')
if not limit then return {{'MISSING'}} end
local free, who = producer_free, producer
if ARGV[1] == 'consumer' then free, who = consumer_free, consumer end
local length, token = redis.call('LLEN', items), redis.call('LLEN', not_full)
if redis.call('LLEN', free) > 0 then return {{'OK', 0}} end
local holder = redis.call('GET', who) or ''
if ARGV[2] ~= '' and ARGV[2] ~= string.gsub(holder, '@[%d.]*$', '') then return {{'OK', 0}} end
redis.call('SET', who, '')
redis.call('LPUSH', free, '1')
if token == 0 and (limit == 0 or length < limit) then redis.call('LPUSH', not_full, '1') end
return {{'OK', 1}}
""".encode(),
)
"""ARGV: the role, its holder or an empty string. Frees the role and repairs ``not_full``."""

SCRIPTS = (PUT, GET, RELEASE, PUT_BACK, CREATE, STAT, CLOSE, DOOM, SWEEP, PURGE, FREE)
