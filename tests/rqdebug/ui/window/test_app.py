# SPDX-License-Identifier: GPL-3.0-or-later
"""The application as a process: its exit code, its output, and the picture it writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QGuiApplication, QImage

from rqdebug.ui.dialogs.text_dialog import TextDialog
from rqdebug.ui.window.app import watched

ROOT = Path(__file__).resolve().parents[4]
START = """
import sys
from pathlib import Path
from rqdebug.ui.window.app import run
urls = [word for word in sys.argv[3:] if "://" in word]
scripts = [Path(word) for word in sys.argv[3:] if "://" not in word]
picture = Path(sys.argv[1]) if sys.argv[1] else None
sys.exit(run(urls, scripts, picture, sys.argv[2]))
"""


@pytest.fixture
def command(tmp_path):
    """The command line and environment of a new user."""
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environment |= {"XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"}

    def command(*words, **more):
        return [sys.executable, "-c", START, *map(str, words)], environment | more

    return command


@pytest.fixture
def start(command):
    def start(*words):
        line, environment = command(*words)
        return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=50)

    return start


@pytest.fixture
def open_window(command, url):
    """A window that has opened the tab of its target, in a process. It saves its state only at its end."""
    line, environment = command("", "dark", url, QT_QPA_PLATFORM="offscreen")
    line[2] = (
        "from rqdebug.ui.window import window_session\n"
        f"window_session.every = lambda *_: print('open', flush=True)\n{START}"
    )
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(line, env=environment, text=True, **pipes) as process:
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


@pytest.fixture
def busy(controller):
    """Put and get items in another thread while the test runs."""
    jobs = controller.create("jobs", maxsize=8)
    stop = threading.Event()

    def work():
        while not stop.is_set():
            jobs.put({"n": 1})
            jobs.get()
            time.sleep(0.01)

    worker = threading.Thread(target=work)
    worker.start()
    yield
    stop.set()
    worker.join()


@pytest.mark.parametrize("factor", ["1", "1.25", "1.5", "2"])
def test_window_has_the_scale_of_the_screen(command, factor):
    _, environment = command(QT_SCREEN_SCALE_FACTORS=factor, QT_QPA_PLATFORM="offscreen", QT_FONT_DPI="96")
    program = (
        "from rqdebug.ui.window.app import make_application\nprint(make_application().devicePixelRatio())"
    )
    line = [sys.executable, "-c", program]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=50)
    assert (float(done.stdout), done.stderr) == (float(factor), "")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_screenshot_of_a_window_with_events(start, url, busy, tmp_path, theme):
    done = start(tmp_path / "shot.png", theme, url)
    assert (done.returncode, done.stderr) == (0, "")
    image = QImage(str(tmp_path / "shot.png"))
    assert (image.width(), image.height()) == (1600, 1000)
    assert (image.pixelColor(1500, 5).lightness() < 128) is (theme == "dark")


def test_screenshot_of_a_script_after_its_run(start, url, controller, tmp_path):
    script = tmp_path / "check.rqs"
    script.write_text('jobs = create(name="seen")\njobs.put(1)\njobs.close()\n')
    done = start(tmp_path / "shot.png", "dark", url, script)
    assert (done.returncode, done.stderr) == (0, "")
    assert QImage(str(tmp_path / "shot.png")).width() == 1600


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("rq://127.0.0.1:1", "refused"),
        ("http://a", "begins with rq://"),
        ("missing.rqs", "missing.rqs is not a file; give the path of a script, capture or workspace"),
    ],
)
def test_error_on_the_command_line_is_reported_in_one_sentence(start, tmp_path, word, complaint):
    done = start(tmp_path / "shot.png", "dark", word)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_no_window_is_left_for_the_end_of_python(command, tmp_path):
    line, environment = command(tmp_path / "shot.png", "dark")
    line[2] = START.replace("sys.exit(", "code = (") + (
        "from PyQt5.QtWidgets import QApplication\n"
        "print(code, [type(each).__name__ for each in QApplication.allWidgets()])\n"
    )
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stdout) == (0, "0 []\n"), done.stderr


def test_failed_import_is_printed_to_stderr(command):
    line, environment = command("", "dark", QT_QPA_PLATFORM="offscreen")
    line[2] = f"import sys; sys.modules['PyQt5.Qsci'] = None{START}"
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=50)
    assert done.returncode == 1
    assert "ModuleNotFoundError" in done.stderr and "PyQt5.Qsci" in done.stderr


def test_window_can_be_closed_while_loading(command, tmp_path):
    line, environment = command("", "dark", QT_QPA_PLATFORM="offscreen")
    closing = (
        "from PyQt5.QtCore import QTimer\n"
        "from rqdebug.ui.window.window_session import WindowSession as Session\n"
        "start = Session.start\n"
        "Session.start = lambda *it: (QTimer.singleShot(0, it[0].window.close), start(*it))"
    )
    line[2] = closing + START
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stderr) == (0, "")


def test_screenshot_that_cannot_be_written_is_an_error(start, tmp_path):
    done = start(tmp_path / "missing" / "shot.png", "dark")
    assert done.returncode == 2
    assert "cannot write a picture to" in done.stderr


def test_ctrl_c_ends_the_window(open_window):
    open_window.send_signal(signal.SIGINT)
    _, complaint = open_window.communicate(timeout=20)
    assert (open_window.returncode, complaint) == (130, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_targets_and_tabs_are_saved_before_a_signal(command, url, tmp_path, number):
    line, environment = command("", "dark", url, QT_QPA_PLATFORM="offscreen")
    line[2] = f"from rqdebug.ui.window import window_session\nwindow_session.SAVE_INTERVAL = 100\n{line[2]}"
    with subprocess.Popen(line, env=environment, stderr=subprocess.DEVNULL) as process:
        is_saved = wait_for_workspace(tmp_path, url)
        process.send_signal(number)
        assert process.wait(20) == (-number if number == signal.SIGKILL else 130)
    assert is_saved


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_last_changes_are_saved_after_a_signal(open_window, url, tmp_path, number):
    assert not has_workspace(tmp_path, url)
    open_window.send_signal(number)
    open_window.communicate(timeout=20)
    assert open_window.returncode == 130
    assert has_workspace(tmp_path, url)


def test_screenshot_does_not_replace_the_workspace(start, url, tmp_path):
    start(tmp_path / "shot.png", "dark", url)
    assert [*tmp_path.rglob("*.rqw")] == []


def wait_for_workspace(folder, text):
    """Whether a workspace with this text is below a folder, at the latest after 50 s."""
    for _ in range(500):
        if has_workspace(folder, text):
            return True
        time.sleep(0.1)
    return False


def has_workspace(folder, text):
    return any(text in file.read_text("utf-8") for file in folder.rglob("*.rqw"))


def test_window_on_a_real_display(command, url, x_display, tmp_path):
    line, environment = command(tmp_path / "shot.png", "light", url, DISPLAY=x_display, QT_QPA_PLATFORM="xcb")
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr


def test_unexpected_error_is_shown_and_the_window_stays_usable(qtbot, window):
    error = ValueError("<b>odd</b>")
    usual = sys.excepthook
    with watched(window):
        sys.excepthook(ValueError, error, None)
        dialog = next(child for child in window.findChildren(TextDialog) if child.isVisible())
        assert "ValueError: <b>odd</b>" in dialog.text.toPlainText()
        qtbot.mouseClick(dialog.copy_button, Qt.LeftButton)
        assert "<b>odd</b>" in QGuiApplication.clipboard().text()
        assert window.isVisible()
        dialog.close()
    assert sys.excepthook is usual
