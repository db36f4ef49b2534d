# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from xml.etree import ElementTree

import pytest

from rqdebug.scripts.reports.junit import render_junit


@pytest.fixture
def root(report):
    return ElementTree.fromstring(render_junit(report).encode("utf-8"))


def test_each_target_is_a_suite(root):
    assert (root.tag, root.get("name")) == ("testsuites", "some <1>.rqs")
    counts = [[suite.get(name) for name in ("name", "tests", "failures", "errors")] for suite in root]
    assert counts == [["a", "3", "0", "0"], ["b", "4", "1", "1"]]
    assert root.find("testsuite/properties/property[@name='seed']").get("value") == "42"


def test_each_vector_is_a_case(root):
    case = root.find("testsuite[@name='a']/testcase")
    assert (case.get("name"), case.get("classname")) == ("1: q = create()", "some <1>.rqs.main")
    assert float(case.get("time")) == pytest.approx(0.00024)


def test_failure_has_the_expected_and_the_actual_value(root):
    failure = root.find(".//failure")
    assert failure.get("message") == "expected 'x', got <script>alert('\ufffd\ufffd & \ufffd')</script>"
    assert "1 of 1 times" in failure.text
    assert root.find(".//testcase[@name=\"5: sleep('a')\"]/error").get("message") == "not a number"


def test_lost_target_is_an_error(root):
    assert root.find(".//testcase[@name='reach the target']/error").get("message") == "lost b & all"
