# SPDX-License-Identifier: MIT
"""Predicates: conditions on a call, which a debugger sends to the controller as a small tree in JSON.

A predicate has the meaning of the same condition as a filter of rqdebug's log: true, false, or unknown where
it depends on bytes that are not known. It is a pure function of ``CallFacts``::

    tree of JSON ──predicate_tree──► nodes ──predicates──► Predicate ──matches(facts)──► True, False, None
                        │
                BadCall, if invalid

The package imports ``rqcore.protocol`` and the layers below it, and nothing else of the controller. Begin
with ``predicates`` and ``facts``; ``predicate_tree`` describes the JSON, and ``linear_patterns`` says why no
regular expression is slow.
"""
