# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets are attached and detached in the GUI thread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.session import Attachment, Session, State
from rqdebug.ui.services.attachment_service import AttachmentControl, unused
from rqdebug.ui.services.saved_targets import SavedTarget

EDGE = "rq://127.0.0.1:7654"


@pytest.fixture
def session(monkeypatch):
    """A session whose attachments never connect."""
    monkeypatch.setattr(Attachment, "start", lambda attachment: None)
    return Session()


@pytest.fixture
def control(session, bridge, tasks, settings):
    return AttachmentControl(session, bridge, tasks, settings)


@pytest.fixture
def signals(control):
    """The emitted signals, in order."""
    signals = []
    control.attached.connect(lambda attachment: signals.append(("attached", attachment.name)))
    control.changed.connect(lambda attachment: signals.append(("changed", attachment.name)))
    control.detached.connect(lambda attachment: signals.append(("detached", attachment.name)))
    control.refused.connect(lambda reason: signals.append(("refused", reason)))
    return signals


def test_attached_target_is_signalled_then_its_first_state(control, session, signals):
    attachment = control.attach(EDGE, "edge-1")
    assert signals == [("attached", "edge-1"), ("changed", "edge-1")]
    assert control.active == session.attachments == (attachment,)
    assert (attachment.name, attachment.url) == ("edge-1", EDGE)


def test_target_without_a_name_is_named_after_its_address(control):
    assert control.attach("rq://ann@edge:7654").name == "edge:7654"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_target_on_this_machine_is_named_after_its_port(control, host):
    assert control.attach(f"rq://{host}:7655").name == "local:7655"


def test_events_of_a_target_have_its_name(control):
    first, second = control.attach(EDGE), control.attach(EDGE)
    assert [one.log.origins[0].name for one in (first, second)] == [first.name, second.name]
    assert first.name != second.name


def test_server_is_found_with_any_user_scheme_and_options(control):
    edge = control.attach("rq://ann:secret@Edge?preview=all", "edge")
    assert control.find("rqs://edge:7654") is edge
    assert control.find("rq://edge:7655") is None


def test_changed_name_and_settings_are_kept(control, settings, signals):
    edge = control.attach(EDGE, "edge")
    edited = []
    control.edited.connect(edited.append)
    control.edit(edge, SavedTarget("hall", EDGE, "#c0392b", read_only=True))
    assert edited == [edge] and edge.name == "hall"
    assert settings.find_target(EDGE) == SavedTarget("hall", EDGE, "#c0392b", read_only=True)
    assert not control.may_change(edge)


def test_target_is_found_by_each_name_that_its_events_have(control):
    edge = control.attach(EDGE, "edge")
    control.edit(edge, SavedTarget("hall", EDGE))
    assert control.named("edge") is control.named("hall") is edge
    assert control.attach(EDGE, "edge").name == "edge (2)"
    assert control.named("edge (2)") is not edge


def test_name_of_another_target_gets_a_number_and_no_name_is_the_default(control):
    first, second = control.attach(EDGE, "edge"), control.attach(EDGE, "hall")
    control.edit(second, SavedTarget("edge", EDGE))
    assert second.name == "edge (2)"
    control.edit(second, SavedTarget("edge (2)", EDGE))
    assert second.name == "edge (2)"
    control.edit(first, SavedTarget("", EDGE))
    assert first.name == "local:7654"


def test_saved_target_that_is_attached_is_not_attached_again(control, session):
    saved = SavedTarget("edge", EDGE)
    requested = []
    control.requested.connect(requested.append)
    control.attach_saved(saved)
    control.attach_saved(saved)
    assert len(session.attachments) == 1 and requested == list(session.attachments)


def test_second_target_with_a_name_gets_a_number(control):
    names = [control.attach(EDGE, name).name for name in ("edge", "edge", "", "", "edge")]
    assert names == ["edge", "edge (2)", "local:7654", "local:7654 (2)", "edge (3)"]


def test_name_of_a_detached_target_is_free_again(qtbot, control):
    control.detach(control.attach(EDGE, "edge"))
    assert control.attach(EDGE, "edge").name == "edge"


@pytest.mark.parametrize("url", ["", "nonsense", "gopher://a:1", "rq://", "rq://a:port"])
def test_malformed_url_is_refused_with_a_sentence(control, session, signals, settings, url):
    assert control.attach(url) is None
    ((kind, reason),) = signals
    assert kind == "refused" and reason
    assert control.active == session.attachments == ()
    assert settings.targets == []
    assert control.problem_of(url) == reason


def test_well_formed_url_has_no_problem_and_is_not_attached(control, signals):
    assert control.problem_of(EDGE) == ""
    assert signals == []
    assert control.active == ()


def test_several_changes_are_signalled_once(control, signals, bridge):
    attachment = control.attach(EDGE, "edge")
    signals.clear()
    for _ in range(3):
        attachment.state_changed.emit()
    bridge.deliver()
    assert signals == [("changed", "edge")]
    attachment.queues_changed.emit()
    bridge.deliver()
    assert signals == [("changed", "edge")] * 2


def test_detached_target_signals_nothing_more(qtbot, control, session, signals, bridge):
    attachment = control.attach(EDGE, "edge")
    attachment.state_changed.emit()
    signals.clear()
    control.detach(attachment)
    attachment.queues_changed.emit()
    bridge.deliver()
    assert signals == [("detached", "edge")]
    assert control.active == ()
    qtbot.waitUntil(lambda: session.attachments == ())


def test_attached_target_is_remembered_without_its_password(control, settings):
    control.attach("rq://ann:secret@127.0.0.1:7654", "edge")
    assert settings.targets == [SavedTarget("edge", "rq://ann@127.0.0.1:7654")]


def test_given_settings_are_used(control):
    asked = SavedTarget("edge", EDGE, "#c0392b", read_only=True, favourite=True)
    attachment = control.attach(EDGE, "edge", asked)
    assert control.saved_target(attachment) == asked
    assert not control.may_change(attachment)


def test_saved_settings_are_used_by_default(control):
    control.detach(control.attach(EDGE, "edge", SavedTarget("edge", EDGE, "#c0392b", read_only=True)))
    again = control.attach(EDGE, "another")
    assert control.saved_target(again) == SavedTarget("another", EDGE, "#c0392b", read_only=True)
    assert not control.may_change(again)


def test_unknown_target_may_be_changed(control):
    attachment = control.attach(EDGE)
    assert control.may_change(attachment)
    assert control.saved_target(attachment).color == ""


class TestPasswords:
    @pytest.fixture
    def urls(self, control, monkeypatch):
        """The attached URLs, with their passwords."""
        urls, attach = [], control.attach

        def remember(url, *more):
            urls.append(url)
            return attach(url, *more)

        monkeypatch.setattr(control, "attach", remember)
        return urls

    def test_target_without_a_user_needs_no_keyring(self, control, urls, box):
        box.locked = True
        control.attach_saved(SavedTarget("edge", EDGE))
        assert urls == [EDGE]
        assert [attachment.name for attachment in control.active] == ["edge"]

    @pytest.mark.parametrize(
        ("user", "password", "login"),
        [("ann", "secret", "ann:secret"), ("ann", "p/w @", "ann:p%2Fw%20%40"), ("a%40b", "x", "a%40b:x")],
    )
    def test_saved_password_is_used(self, qtbot, control, urls, box, user, password, login):
        known = SavedTarget("edge", f"rq://{user}@127.0.0.1:7654")
        box.kept["rqdebug", known.url] = password
        control.attach_saved(known)
        qtbot.waitUntil(lambda: bool(control.active))
        assert urls == [f"rq://{login}@127.0.0.1:7654"]

    def test_without_a_saved_password_only_the_user_is_used(self, qtbot, control, urls, box):
        control.attach_saved(SavedTarget("edge", "rq://ann@127.0.0.1:7654"))
        qtbot.waitUntil(lambda: bool(control.active))
        assert urls == ["rq://ann@127.0.0.1:7654"]

    def test_target_is_attached_although_the_keyring_is_locked(self, qtbot, control, urls, box):
        box.locked = True
        control.attach_saved(SavedTarget("edge", "rq://ann@127.0.0.1:7654"))
        qtbot.waitUntil(lambda: bool(control.active))
        assert urls == ["rq://ann@127.0.0.1:7654"]

    def test_password_is_saved_only_on_request(self, qtbot, control, box, tasks):
        known = SavedTarget("edge", "rq://ann@127.0.0.1:7654")
        control.connect_to(known, "rq://ann:p%2Fw@127.0.0.1:7654", False)
        tasks.close()
        assert box.kept == {}

    def test_saved_password_is_the_typed_one(self, qtbot, control, box):
        known = SavedTarget("edge", "rq://ann@127.0.0.1:7654")
        control.connect_to(known, "rq://ann:p%2Fw@127.0.0.1:7654", True)
        qtbot.waitUntil(lambda: box.kept == {("rqdebug", known.url): "p/w"})
        assert [attachment.url for attachment in control.active] == [known.url]

    def test_keyring_that_refuses_is_reported_and_the_target_attached(self, qtbot, control, box, signals):
        box.locked = True
        known = SavedTarget("edge", "rq://ann@127.0.0.1:7654")
        control.connect_to(known, "rq://ann:secret@127.0.0.1:7654", True)
        qtbot.waitUntil(lambda: any(kind == "refused" for kind, _ in signals))
        assert any("it is locked" in text for kind, text in signals if kind == "refused")
        assert len(control.active) == 1

    def test_empty_password_is_not_saved(self, control, box, tasks):
        control.connect_to(SavedTarget("edge", EDGE), EDGE, True)
        tasks.close()
        assert box.kept == {}


def test_real_target_connects_becomes_live_and_detaches(qtbot, bridge, tasks, settings, url):
    session = Session()
    control, states = AttachmentControl(session, bridge, tasks, settings), []
    control.changed.connect(lambda attachment: states.append(attachment.state))
    attachment = control.attach(url)
    qtbot.waitUntil(lambda: State.LIVE in states)
    control.detach(attachment)
    qtbot.waitUntil(lambda: not attachment._thread.is_alive())


@given(st.lists(st.sampled_from(["a", "b", "a (2)", "a (2) (2)"]), max_size=12))
def test_generated_names_are_unique(names):
    taken = []
    for name in names:
        taken.append(unused(name, taken))
    assert len(set(taken)) == len(taken)
    assert all(new.startswith(name) for new, name in zip(taken, names, strict=True))
