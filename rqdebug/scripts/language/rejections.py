# SPDX-License-Identifier: GPL-3.0-or-later
"""Error messages for Python syntax that scripts do not support."""

from __future__ import annotations

import ast

_MESSAGES: dict[type[ast.AST], str] = {
    ast.Import: "scripts cannot import modules",
    ast.ImportFrom: "scripts cannot import modules",
    ast.AsyncFunctionDef: "'async' is not supported; write def",
    ast.Return: "'return' is allowed only as the last statement of a function",
    ast.ClassDef: "scripts cannot define classes",
    ast.While: "'while' is not supported; to repeat calls, write with repeat(10): …",
    ast.If: "'if' is not supported; write what must happen, with assert or with raises(…)",
    ast.Match: "'match' is not supported; write what must happen, with assert or with raises(…)",
    ast.Break: "'break' is not supported; a loop always runs to its end",
    ast.Continue: "'continue' is not supported; a loop always executes its whole block",
    ast.Raise: "'raise' is not supported; to expect an error, write with raises(Empty): …",
    ast.Try: "'try' is not supported; to expect an error, write with raises(Empty): …",
    ast.AugAssign: "this kind of assignment is not supported; write it in full, as in x = x + 1",
    ast.AnnAssign: "type annotations are not supported; write x = 1",
    ast.Pass: "'pass' is not supported; delete this line",
    ast.Delete: "'del' is not supported; to close a queue, write jobs.close()",
    ast.Attribute: "attributes are not supported; call a method of a queue, as in jobs.qsize()",
    ast.Lambda: "'lambda' is not supported",
    ast.ListComp: "comprehensions are not supported; write a loop: for i in range(10): …",
    ast.SetComp: "comprehensions are not supported; write a loop: for i in range(10): …",
    ast.DictComp: "comprehensions are not supported; write a loop: for i in range(10): …",
    ast.GeneratorExp: "comprehensions are not supported; write a loop: for i in range(10): …",
    ast.Tuple: "tuples are not supported; write a list: [1, 2]",
    ast.Set: "sets are not supported; write a list: [1, 2]",
    ast.Slice: "slices are not supported; take one member, as in x[0]",
    ast.IfExp: "'if' is not supported in expressions",
    ast.NamedExpr: ":= is not supported; write the assignment on its own line, as in x = 1",
    ast.Starred: "* is not supported here; write each value",
    ast.Pow: "** is not supported; write the result as a number",
    ast.UAdd: "a sign + before a value is not supported; leave it out",
}


def rejection_message(node: ast.AST) -> str:
    """Return why scripts do not support this kind of node and, if possible, what to write instead."""
    return _MESSAGES.get(type(node), "this syntax is not part of the script language")
