# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter language: ``method == put and waited > 5ms``.

Theory of operation
===================

A filter is compiled once, and then evaluated on every batch of events::

    text ──parse_node──► tree of nodes ──bind──► Filter ──mask(batch)──► boolean array
               ▲                           ▲                    ▲
       fields, operators        saved filters, time      open calls, marks

         └─────── FilterError, with column ───────┘         never fails

1. Text → tree (``grammar``). lark parses the text with an LALR(1) grammar that
   is generated from the table of operators. There is no separate syntax tree:
   while lark parses, ``_Builder`` makes the nodes, from the leaves up. It
   looks up the field (``fields``), checks that the operator applies to the
   kind of the field, and converts each value (``literals``). So every check
   is done before the first event is seen.
2. Tree → Filter (``bind``). Each ``@name`` gets the tree of the saved filter,
   which is parsed and bound in the same way, and each ``last`` gets the time
   from which it counts back. A filter that uses itself is refused.
3. Filter → mask. Each node turns a record batch into a boolean array with
   ``pyarrow.compute``, one value for each row: true, false, or null where the
   answer is not known.

Types. A ``ValueType`` converts the text of a value to what its column holds;
``Field.prepare`` converts the column where the two differ:

==================  =======================  =================================
kind                the user writes          compared as
==================  =======================  =================================
AmountType          ``5ms``, ``4KiB``, ``3`` integer: ns, bytes or a count
ClockTimeType       ``14:03:20``             integer: ns since midnight
InstantType         ``2026-11-20T14:03``     integer: ns since 1970
ChoiceType          ``put``                  text, in lower case
TextType            ``"two words"``          text; a payload as its bytes
JsonType            ``17``, ``"nut"``        the parsed JSON value
==================  =======================  =================================

A date without a time is a period: ``FilterValue.value`` is its first ns, ``last``
the end of the day. What is in quotes is never a number for JsonType.

Columns are compared as a whole. Of a dictionary-encoded column only the
distinct values are compared, of which a batch has few. ``and`` and ``or`` stop
when their other children cannot change the result. Members of JSON payloads
are the slow exception: payloads that contain the name of the member are parsed
and compared one by one.

Three-valued logic. Null means: the answer depends on bytes that were not
recorded (``payloads``), or the column has no value. ``and``, ``or`` and ``not``
follow Kleene. ``Filter.mask`` turns null into False at the very end, and views
count these rows (``View.unknown_count``), so that the user sees how many there
are. A JSON payload without the member is no null: it matches no comparison, not
even ``!=``, and ``not payload.x == 3`` matches it. ``timeout`` and ``item`` have
no nulls here: no timeout is ``forever``, and no item is ``none``.

Payloads. ``==`` and the searches compare bytes; as UTF-8 cannot be cut at a wrong
place by that, this is the same as comparing characters. Only regular expressions
distinguish the two: they see characters where a payload is UTF-8, and otherwise
each byte as a character of Latin-1.

Errors. Every token has its position. An ``Operand`` keeps the position of its
value, so that ``ValueType.read`` only raises ValueError with a phrase, and
``value_for`` adds the column. An error in a saved filter has the column of its
``@name``. Columns count from 1; 0 means that the error has no position, for
example if the file of saved filters cannot be read.

What must always hold:

- A bound filter never fails while it is evaluated, whatever the events hold.
- ``Filter.mask`` has one value for each row, and no nulls.
- For a cut payload, the answer is null, or the same as for the whole payload.
- ``parse(str(filter)) == filter``. Filters that print alike match the same
  events, given the same saved filters and time.
- Nodes are immutable, so several threads can evaluate one filter.

To add an operator or a field, add it to the table in ``operators`` or
``fields``. The grammar, the help page, completion and the error messages are
made from these tables.

``last``, ``blocked`` and ``marked`` give other answers later. ``Filter.at`` moves the present time, and
``views.due_rows`` knows which rows to test again.

At the source. A server can evaluate a part of the language on a call, before there is an event. ``predicate``
of each node returns it as a tree in JSON, ``source_predicates`` checks it, and rqcore evaluates it with the
same answers (``rqcore.controller.debugging``).

May import: ``rqcore``, ``events.schema``, ``events.marked_rows``, ``events.open_calls``,
``events.event_log``, ``rqdebug.support``.
Begin with ``filter`` (``parse``), then ``operators`` and ``grammar``.
"""
