# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rqdebug.scripts.report import SkippedVector
from rqdebug.scripts.reports.junit import render_junit


@pytest.fixture
def root(report):
    return ElementTree.fromstring(render_junit(report).encode("utf-8"))


def test_each_target_is_a_suite(root):
    assert (root.tag, root.get("name")) == ("testsuites", "some <1>.rqs")
    counts = [[suite.get(name) for name in ("name", "tests", "failures", "errors")] for suite in root]
    assert counts == [["a", "3", "0", "0"], ["b", "5", "1", "2"]]
    assert root.find("testsuite/properties/property[@name='seed']").get("value") == "42"


def test_each_vector_is_a_case(root):
    case = root.find("testsuite[@name='a']/testcase")
    assert (case.get("name"), case.get("classname")) == ("q = create()", "some <1>.rqs.main")
    assert float(case.get("time")) == pytest.approx(0.00024)


def test_failure_has_the_expected_and_the_actual_value(root):
    failure = root.find(".//failure")
    assert failure.get("message") == "expected 'x', got <script>alert('\ufffd\ufffd & \ufffd')</script>"
    assert "1 of 1 times" in failure.text
    assert root.find(".//testcase[@name=\"sleep('a')\"]/error").get("message") == "not a number"


def test_lost_target_is_an_error(root):
    assert root.find(".//testcase[@name='reach the target']/error").get("message") == "lost b & all"


def test_suite_says_what_the_script_has_not_ended(root):
    (said,) = root.findall(".//system-out")
    assert said.text == "some <1>.rqs:4: the freeze has ended with its lane (2 times)"


# The schema of Jenkins


def test_report_meets_the_schema_of_jenkins(report):
    began = replace(report, began=1_795_889_129_402_086_035, skipped=(SkippedVector(9, "q.put(9)"),))
    for each in (report, began, replace(began, stopped=True), replace(began, problem="did not end", lost={})):
        check(ElementTree.fromstring(render_junit(each).encode("utf-8")))


def test_suite_has_the_time_at_which_it_began(report):
    root = ElementTree.fromstring(render_junit(replace(report, began=1_795_889_129_402_086_035)))
    assert root.find("testsuite").get("timestamp") == "2026-11-28T18:05:29"


def test_name_of_a_case_does_not_change_when_a_line_is_inserted_before(report):
    def names(shift):
        lines = tuple(replace(line, line=line.line + shift) for line in report.lines)
        root = ElementTree.fromstring(render_junit(replace(report, lines=lines)).encode("utf-8"))
        return [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]

    assert names(0) == names(1)


def test_cases_with_the_same_text_have_different_names(report):
    line = report.lines[0]
    lines = tuple(replace(line, line=number) for number in (1, 2, 7))
    root = ElementTree.fromstring(render_junit(replace(report, lines=lines)).encode("utf-8"))
    names = [case.get("name") for case in root.findall("testsuite[@name='a']/testcase")]
    assert names == ["q = create()", "q = create() (2)", "q = create() (3)"]


def test_case_in_a_test_has_its_name(report):
    lines = tuple(replace(report.lines[0], line=line, test=test) for line, test in ((1, "a"), (2, "b")))
    skipped = (SkippedVector(9, "q.put(9)", test="c & d"),)
    root = ElementTree.fromstring(render_junit(replace(report, lines=lines, skipped=skipped)))
    names = [case.get("name") for case in root.findall("testsuite[@name='a']/testcase")]
    assert names == ["a: q = create()", "b: q = create()", "c & d: q.put(9)"]


def test_vector_that_is_off_is_skipped(report):
    root = ElementTree.fromstring(
        render_junit(replace(report, skipped=(SkippedVector(9, "q.put(9)"),))).encode("utf-8")
    )
    suite = root.find("testsuite[@name='a']")
    assert suite.get("skipped") == "1"
    assert suite.find("testcase[@name='q.put(9)']/skipped") is not None


XS = "{http://www.w3.org/2001/XMLSchema}"
SCHEMA = ElementTree.parse(Path(__file__).with_name("junit-10.xsd")).getroot()
TIME = SCHEMA.find(f"{XS}simpleType/{XS}restriction/{XS}pattern").get("value")


def check(element):
    """Check an element by the schema: its attributes, their values, and the elements that it contains.

    The schema uses nothing else, except the order of elements, which is free in all but ``testsuites``.
    """
    declared = SCHEMA.find(f"{XS}element[@name='{element.tag}']")
    assert declared is not None, f"the schema has no {element.tag}"
    attributes = {each.get("name"): each for each in declared.iter(f"{XS}attribute")}
    assert set(element.attrib) <= set(attributes)
    for name, attribute in attributes.items():
        assert attribute.get("use") != "required" or name in element.attrib
        if attribute.get("type") == "SUREFIRE_TIME" and name in element.attrib:
            assert re.fullmatch(TIME, element.get(name))
    inner = {each.get("ref") for each in declared.iter(f"{XS}element")}
    for child in element:
        assert child.tag in inner
        check(child)
