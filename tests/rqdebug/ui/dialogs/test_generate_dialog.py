# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the settings of a generated script."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QFontInfo
from PyQt5.QtWidgets import QInputDialog

from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator import generate, generate_preview
from rqdebug.scripts.generation.generator_settings import (
    METHODS,
    BlockChoice,
    DataChoice,
    GeneratorSettings,
    QueueChoice,
    Strategy,
    TimeoutChoice,
)
from rqdebug.scripts.language.parser import parse
from rqdebug.ui.dialogs.generate_dialog import GenerateDialog
from rqdebug.ui.services.generator_presets import LAST, GeneratorPresets

USUAL = GeneratorSettings()


@pytest.fixture
def dialog(qtbot, shown, tasks, theme):
    dialog = shown(GenerateDialog(tasks, theme))
    qtbot.waitUntil(lambda: bool(dialog.preview.toPlainText()))
    return dialog


@pytest.fixture
def problem(qtbot, dialog):
    """Wait until the dialog shows a problem, and return it."""

    def problem():
        qtbot.waitUntil(lambda: bool(dialog.problem.text()))
        assert not dialog.generate_button.isEnabled()
        return dialog.problem.text()

    return problem


def choose(box, value):
    box.setCurrentIndex(box.findData(value))


def tick(box, *words):
    """Check these boxes and uncheck the others."""
    for row in range(box.count()):
        box.item(row).setCheckState(Qt.Checked if box.item(row).text() in words else Qt.Unchecked)


def test_new_dialog_shows_the_default_settings_and_their_preview(dialog):
    assert dialog.settings() == USUAL
    assert dialog.preview.toPlainText() == generate_preview(USUAL)
    assert dialog.amount.text() == "200 vectors"
    assert dialog.problem.text() == ""
    assert dialog.generate_button.isEnabled() and dialog.generate_button.isDefault()


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (lambda d: choose(d.strategy, Strategy.PAIRWISE), "strategy", Strategy.PAIRWISE),
        (lambda d: d.amount_wanted.setValue(7), "count", 7),
        (lambda d: d.seed.setValue(2**31 - 1), "seed", 2**31 - 1),
        (lambda d: tick(d.methods, "get", "put"), "methods", ("put", "get")),
        (lambda d: tick(d.kinds, "lifo", "priority"), "kinds", ("lifo", "priority")),
        (lambda d: d.maxsizes.setText("0, 5 9"), "maxsizes", (0, 5, 9)),
        (lambda d: d.queues.setValue(3), "queues", 3),
        (lambda d: choose(d.which, QueueChoice.SOME), "which", QueueChoice.SOME),
        (lambda d: d.some.setValue(4), "some", 4),
        (lambda d: choose(d.block, BlockChoice.NO), "block", BlockChoice.NO),
        (lambda d: choose(d.timeout, TimeoutChoice.UNIQUE), "timeout", TimeoutChoice.UNIQUE),
        (lambda d: d.shortest.setValue(0.0005), "shortest", 0.0005),
        (lambda d: d.longest.setValue(1.5), "longest", 1.5),
        (lambda d: choose(d.data, DataChoice.RANDOM), "data", DataChoice.RANDOM),
        (lambda d: d.sizes.setText("17"), "sizes", (17,)),
        (lambda d: tick(d.codecs, "pickle"), "codecs", ("pickle",)),
        (lambda d: d.lanes.setValue(3), "lanes", 3),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_field_is_one_setting(dialog, change, field, value):
    change(dialog)
    assert dialog.settings() == replace(USUAL, **{field: value})


def test_number_of_names_is_the_number_of_queues(dialog):
    dialog.names.setText("  jobs   results größe ")
    chosen = dialog.settings()
    assert (chosen.names, chosen.queues) == (("jobs", "results", "größe"), 3)


@pytest.mark.parametrize(
    ("text", "items"),
    [('["a", {"n": 1}]', ("a", {"n": 1})), ('"one"', ("one",)), ("7", (7,)), ('{"n": [1]}', ({"n": [1]},))],
)
def test_custom_items_are_json(dialog, text, items):
    dialog.custom.setText(text)
    chosen = dialog.settings()
    assert (chosen.custom, chosen.data) == (items, DataChoice.CUSTOM)


def test_empty_custom_items_keep_the_choice_of_data(dialog):
    dialog.custom.setText("  ")
    assert dialog.settings() == USUAL


@pytest.mark.parametrize("text", ["[1", "a, b", "{]"])
def test_custom_items_that_are_not_json_are_an_error(dialog, problem, text):
    dialog.custom.setText(text)
    with pytest.raises(SettingsError, match=r'enter a JSON list, for example \["a", \{"n": 1\}\]'):
        dialog.settings()
    assert "JSON" in problem()


@pytest.mark.parametrize(("field", "what"), [("maxsizes", "maximum sizes"), ("sizes", "sizes")])
def test_malformed_numbers_are_an_error(dialog, problem, field, what):
    getattr(dialog, field).setText("0 three")
    assert problem() == f"{what}: enter whole numbers separated by spaces, for example 0 3 100"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: tick(d.methods), "methods: choose at least one method"),
        (lambda d: tick(d.kinds), "kinds: choose at least one kind"),
        (lambda d: tick(d.codecs), "codecs: choose at least one codec"),
        (lambda d: d.names.setText("a a"), "names: two queues have the same name"),
        (lambda d: d.maxsizes.setText("2000000"), "maxsizes: must be from 0 to 1,000,000, not 2,000,000"),
        (lambda d: d.maxsizes.setText(""), "maxsizes: give at least one number"),
        (lambda d: d.longest.setValue(0), "longest: must be from 0.001 to 60, not 0"),
    ],
    ids=["methods", "kinds", "codecs", "names", "bound", "no bound", "longest"],
)
def test_settings_that_contradict_each_other_are_explained(dialog, problem, change, sentence):
    change(dialog)
    assert problem() == sentence


def test_corrected_settings_can_be_generated(qtbot, dialog, problem):
    dialog.sizes.setText("x")
    problem()
    dialog.sizes.setText("5")
    qtbot.waitUntil(lambda: dialog.problem.text() == "")
    assert dialog.generate_button.isEnabled()


def test_preview_follows_the_settings(qtbot, dialog):
    dialog.amount_wanted.setValue(1)
    dialog.seed.setValue(5)
    wanted = replace(USUAL, count=1, seed=5)
    qtbot.waitUntil(lambda: dialog.preview.toPlainText() == generate_preview(wanted))
    assert dialog.amount.text() == "1 vector"


def test_preview_waits_for_a_pause_in_typing(qtbot, dialog):
    before = dialog.preview.toPlainText()
    for seed in range(2, 9):
        dialog.seed.setValue(seed)
    assert dialog.preview.toPlainText() == before
    qtbot.waitUntil(lambda: dialog.preview.toPlainText() == generate_preview(replace(USUAL, seed=8)))


def test_amount_counts_the_vectors_of_the_script(qtbot, dialog):
    choose(dialog.strategy, Strategy.PAIRWISE)
    tick(dialog.methods, "qsize", "empty")
    vectors = generate(dialog.settings()).vectors
    assert vectors < USUAL.count
    qtbot.waitUntil(lambda: dialog.amount.text() == f"{vectors} vectors")


def test_generate_emits_the_whole_script_and_closes(qtbot, dialog, click):
    dialog.amount_wanted.setValue(500)
    with qtbot.waitSignals([dialog.generated, dialog.accepted]) as signals:
        click(dialog.generate_button)
    (text,) = signals.all_signals_and_args[0].args
    assert text == generate(replace(USUAL, count=500)).text
    assert parse(text, "generated.rqs").body
    assert not dialog.isVisible()


def test_return_in_a_field_generates(qtbot, dialog):
    with qtbot.waitSignal(dialog.generated):
        qtbot.keyClick(dialog.names, Qt.Key_Return)


def test_generate_cannot_be_pressed_twice(dialog, click):
    click(dialog.generate_button)
    assert not dialog.generate_button.isEnabled()


def test_generate_with_wrong_numbers_stays_open(qtbot, dialog):
    dialog.sizes.setText("x")
    with qtbot.assertNotEmitted(dialog.generated):
        dialog.accept()
    assert dialog.isVisible()
    assert dialog.problem.text().startswith("sizes: ")


def test_escape_generates_nothing(qtbot, dialog):
    with qtbot.assertNotEmitted(dialog.generated), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key_Escape)


def test_cancelled_dialog_discards_the_work_in_progress(qtbot, dialog, tasks, button, click):
    dialog.amount_wanted.setValue(20_000)
    with qtbot.assertNotEmitted(dialog.generated):
        dialog.accept()
        click(button(dialog, "Cancel"))
        dialog.deleteLater()
        tasks.close()
        qtbot.wait(0)


def test_every_field_has_a_name_for_screen_readers(dialog):
    for field in (dialog.strategy, dialog.amount_wanted, dialog.methods, dialog.custom, dialog.lanes):
        assert field.accessibleName() == field.accessibleName().strip() != ""


def test_every_method_can_be_ticked(dialog):
    assert tuple(dialog.methods.item(row).text() for row in range(dialog.methods.count())) == METHODS
    assert dialog.methods.item(0).flags() & Qt.ItemIsUserCheckable


def test_preview_is_read_only_and_monospaced(dialog):
    assert dialog.preview.isReadOnly()
    assert QFontInfo(dialog.preview.font()).fixedPitch()


@pytest.mark.parametrize("name", ["dark", "light"])
def test_problem_is_drawn_in_the_color_of_errors(theme, dialog, problem, colors_of, name):
    theme.use(name)
    dialog.sizes.setText("x")
    problem()
    assert theme.palette.error in colors_of(dialog.problem)


def test_dialog_fits_the_screen_with_long_names(qtbot, dialog, problem, fits, long_name):
    dialog.names.setText(f"{long_name} {long_name}")
    problem()
    assert fits(dialog)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.integers(-5, 10**6), max_size=6), st.sampled_from([" ", ", ", "  ", ","]))
def test_numbers_are_separated_by_spaces_or_commas(dialog, numbers, between):
    dialog.maxsizes.setText(between.join(map(str, numbers)))
    assert dialog.settings().maxsizes == tuple(numbers)


JSON_ITEMS = st.lists(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda i: st.lists(i, max_size=3)
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(JSON_ITEMS)
def test_any_json_list_is_accepted_as_items(dialog, items):
    dialog.custom.setText(json.dumps(items))
    assert dialog.settings().custom == tuple(items)


# Settings that are kept


@pytest.fixture
def presets(tmp_path):
    return GeneratorPresets(tmp_path / "config" / "generator.json")


@pytest.fixture
def open_dialog(qtbot, shown, tasks, theme, presets):
    def open_dialog(script=None):
        dialog = shown(GenerateDialog(tasks, theme, None, presets, script))
        qtbot.waitUntil(lambda: bool(dialog.preview.toPlainText() or dialog.problem.text()))
        return dialog

    return open_dialog


UNUSUAL = GeneratorSettings(
    strategy=Strategy.RANDOM,
    count=17,
    seed=99,
    methods=("get", "put"),
    weights={"put": 3.0, "get": 0.5},
    kinds=("lifo", "fifo"),
    maxsizes=(1, 2),
    names=("jobs", "two words"),
    existing=True,
    which=QueueChoice.SOME,
    some=1,
    block=BlockChoice.NO,
    timeout=TimeoutChoice.VALUE,
    shortest=0.5,
    longest=2.0,
    data=DataChoice.CUSTOM,
    custom=("größe", {"n": [1, None]}),
    sizes=(7,),
    codecs=("json", "raw"),
    lanes=3,
)


@pytest.mark.parametrize("chosen", [USUAL, UNUSUAL, replace(UNUSUAL, custom=(b"\x00", "a"))])
def test_dialog_shows_any_settings_and_returns_them(open_dialog, chosen):
    dialog = open_dialog(("a.rqs", chosen))
    assert dialog.settings() == chosen
    assert dialog.left_out.isHidden()


def test_settings_beyond_the_dialog_are_reported(open_dialog):
    dialog = open_dialog(("a.rqs", replace(USUAL, seed=2**40)))
    assert dialog.left_out.isVisible()


def test_settings_of_the_last_script_are_there_again(qtbot, open_dialog):
    dialog = open_dialog()
    dialog.seed.setValue(1234)
    with qtbot.waitSignal(dialog.generated):
        dialog.accept()
    again = open_dialog()
    assert again.settings() == replace(USUAL, seed=1234)
    assert again.presets.box.currentText() == "Last used"


def test_settings_of_the_current_script_come_first(open_dialog, presets):
    presets.save(LAST, replace(USUAL, seed=5))
    dialog = open_dialog(("walk.rqs", UNUSUAL))
    assert dialog.settings() == UNUSUAL
    assert [dialog.presets.box.itemText(row) for row in range(3)] == [
        *("Settings of walk.rqs", "Last used", "Defaults"),
    ]


def test_settings_are_kept_under_a_name_chosen_and_deleted(open_dialog, monkeypatch):
    dialog = open_dialog()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("night run", True))
    dialog.seed.setValue(77)
    dialog.presets.save_button.click()
    box = dialog.presets.box
    assert box.currentText() == "night run"
    box.setCurrentIndex(box.findText("Defaults"))
    box.activated.emit(box.currentIndex())
    assert dialog.settings() == USUAL
    assert not dialog.presets.delete_button.isEnabled()
    other = open_dialog()
    place = other.presets.box.findText("night run")
    other.presets.box.setCurrentIndex(place)
    other.presets.box.activated.emit(place)
    assert other.settings() == replace(USUAL, seed=77)
    other.presets.delete_button.click()
    assert other.presets.box.findText("night run") == -1


def test_settings_are_listed_with_escapes_and_keep_their_name(open_dialog, presets, monkeypatch):
    presets.save("night\u202etxt", UNUSUAL)
    dialog = open_dialog(("a\u202eb.rqs", USUAL))
    box, proposed = dialog.presets.box, []
    assert [box.itemText(row) for row in range(3)] == [
        *(r"Settings of a\u202eb.rqs", "Defaults", r"night\u202etxt"),
    ]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, text: (proposed.append(text), ("", False))[1])
    dialog.presets.save_button.click()
    assert proposed == ["night\u202etxt"]
    dialog.presets.delete_button.click()
    assert presets.load() == {}


def test_settings_named_as_a_built_in_choice_are_selected_after_saving(open_dialog, monkeypatch):
    dialog = open_dialog()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Defaults", True))
    dialog.seed.setValue(77)
    dialog.presets.save_button.click()
    assert dialog.presets.delete_button.isEnabled()


def test_damaged_file_of_settings_is_ignored(open_dialog, presets):
    presets.save("good", UNUSUAL)
    path = presets._path
    entries = json.loads(path.read_text()) | {"bad": "# nonsense", "worse": 3}
    path.write_text(json.dumps(entries))
    assert set(presets.load()) == {"good"}
    path.write_text("{")
    assert open_dialog().settings() == USUAL


def test_weights_are_set_as_in_the_terminal(dialog):
    dialog.weights.setText("put=3, close=0")
    assert dialog.settings().weights == {"put": 3.0, "close": 0.0}


def test_existing_queues_need_names(dialog):
    assert not dialog.existing.isEnabled()
    dialog.names.setText("a b")
    dialog.existing.setChecked(True)
    assert dialog.settings() == replace(USUAL, names=("a", "b"), existing=True)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("weights", "put", "weights: enter METHOD=WEIGHT"),
        ("names", '"a', "names: a quotation mark is missing"),
        ("maxsizes", "1 2 3", "1 kinds and 3 maximum sizes need at least 3 queues"),
    ],
)
def test_wrong_text_is_explained(dialog, problem, field, text, words):
    getattr(dialog, field).setText(text)
    assert words in problem()


def test_fields_without_effect_are_disabled(dialog):
    assert dialog.weights.isEnabled() and dialog.lanes.isEnabled() and not dialog.sizes.isEnabled()
    choose(dialog.strategy, Strategy.EVERY)
    assert not (dialog.weights.isEnabled() or dialog.lanes.isEnabled() or dialog.which.isEnabled())
    choose(dialog.data, DataChoice.RANDOM)
    assert dialog.sizes.isEnabled() and dialog.codecs.isEnabled()


def test_missing_combinations_are_reported(qtbot, dialog):
    choose(dialog.strategy, Strategy.EVERY)
    dialog.amount_wanted.setValue(5)
    qtbot.waitUntil(lambda: "more combinations" in dialog.amount.text())
