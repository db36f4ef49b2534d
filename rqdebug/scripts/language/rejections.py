# SPDX-License-Identifier: GPL-3.0-or-later
"""Error messages for the parts of Python that scripts cannot use."""

from __future__ import annotations

import ast

_MESSAGES: dict[type[ast.AST], str] = {
    ast.Import: "a script cannot import anything",
    ast.ImportFrom: "a script cannot import anything",
    ast.FunctionDef: "a script cannot define functions; repeat with: with repeat(10): …",
    ast.ClassDef: "a script cannot define classes",
    ast.While: "there is no while; repeat with: with repeat(10): …",
    ast.If: "there is no if; a script says what must happen, with assert and raises",
    ast.Try: "there is no try; expect an error with: with raises(Empty): …",
    ast.AugAssign: "write it in full, as in x = x + 1",
    ast.AnnAssign: "write it without a type, as in x = 1",
    ast.Pass: "there is no pass; leave the line out",
    ast.Delete: "there is no del; close a queue with jobs.close()",
    ast.Attribute: "of a queue only the methods can be used, as in jobs.qsize()",
    ast.Lambda: "there is no lambda",
    ast.ListComp: "there are no comprehensions; repeat with: for i in range(10): …",
    ast.SetComp: "there are no comprehensions; repeat with: for i in range(10): …",
    ast.DictComp: "there are no comprehensions; repeat with: for i in range(10): …",
    ast.GeneratorExp: "there are no comprehensions; repeat with: for i in range(10): …",
    ast.Tuple: "there are no tuples; write a list: [1, 2]",
    ast.Set: "there are no sets; write a list: [1, 2]",
    ast.Slice: "there are no slices; only single members can be taken",
    ast.Compare: "comparisons stand after assert only",
    ast.BoolOp: "there is no and and no or; write an assert for each",
    ast.IfExp: "there is no if",
    ast.NamedExpr: "write the assignment on a line of its own",
    ast.Starred: "there is no *",
    ast.Pow: "there is no **; write the number",
    ast.Not: "not stands directly after assert only",
    ast.UAdd: "leave the + out",
}


def rejection_message(node: ast.AST) -> str:
    """Return why this kind of node is refused, with what to write instead if there is something."""
    return _MESSAGES.get(type(node), "this is not part of the script language")
