# SPDX-License-Identifier: MIT
"""Rules of debuggers: which calls they stop or change, and what they do with them. Nothing here acts.

A rule has a predicate, a trigger that chooses among the calls that match, and an action. A predicate has the
meaning of the same condition as a filter of rqdebug's log: true, false, or unknown where it depends on bytes
that are not known. It is a pure function of ``CallFacts``::

    tree of JSON ──predicate_tree──► nodes ──predicates──► Predicate ──matches(facts)──► True, False, None
                        │
                BadCall, if invalid

``rqcore.controller.interventions`` lets rules act on calls. The package imports ``rqcore.protocol`` and the
layers below it, and nothing else of the controller. Begin with ``rules``, ``predicates`` and ``facts``;
``predicate_tree`` describes the JSON of predicates, ``networks`` finds the network of a client, and
``linear_patterns`` says why no regular expression is slow.
"""
