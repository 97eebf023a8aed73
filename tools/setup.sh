#!/bin/sh
# Makes .venv with the pinned packages and sees that Qt's system libraries are there.
#   tools/setup.sh run|test|package|mutation
# Quick when nothing changed. Installs system packages where it may (Debian or Ubuntu, as root or
# with a sudo that asks nothing); elsewhere it prints the command. COUNTERTOP_NO_APT=1 forbids it.
set -eu

purpose=${1:-test}
cd "$(dirname "$0")/.."
venv=.venv
stamps=$venv/.countertop
extras=dev
if [ "$purpose" = mutation ]; then
    # On top of what every purpose gets, so that it is current for those too.
    stamps="$venv/.countertop $venv/.countertop-mutation"
    extras=dev,mutation
fi

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# --- system packages ---------------------------------------------------------------------------

may_install() {
    [ -z "${COUNTERTOP_NO_APT:-}" ] && command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then as_root=env; return 0; fi
    as_root="sudo -n env"
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null
}

apt_install() {
    say "Installing system packages: $*"
    log=$(mktemp)
    for try in first second; do
        # shellcheck disable=SC2086  # as_root is a command with its options
        if $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
            "$@" >"$log" 2>&1; then
            rm -f "$log"
            return 0
        fi
        # shellcheck disable=SC2086
        [ "$try" = first ] && { $as_root apt-get update >>"$log" 2>&1 || true; }
    done
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
}

# What to type, for the package manager at hand: apt's names come as arguments.
command_for() {
    if command -v apt-get >/dev/null 2>&1; then
        echo "sudo apt-get update && sudo apt-get install -y $*"
    elif command -v dnf >/dev/null 2>&1; then
        echo "sudo dnf install -y mesa-libGL mesa-libEGL libxkbcommon-x11 dbus-libs fontconfig" \
            "glib2 xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms" \
            "xcb-util-renderutil dejavu-sans-fonts binutils"
    elif command -v pacman >/dev/null 2>&1; then
        echo "sudo pacman -S --needed libglvnd libxkbcommon-x11 dbus fontconfig glib2" \
            "xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms xcb-util-renderutil" \
            "ttf-dejavu binutils"
    elif command -v zypper >/dev/null 2>&1; then
        echo "sudo zypper install -y Mesa-libGL1 Mesa-libEGL1 libxkbcommon-x11-0 libdbus-1-3" \
            "fontconfig libglib-2_0-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0" \
            "libxcb-keysyms1 libxcb-render-util0 dejavu-fonts binutils"
    else
        echo "install your system's packages for: $*"
    fi
}

# Each line: the library that Qt opens, and Debian's package of it.
core_libraries="
libGL.so.1 libgl1
libEGL.so.1 libegl1
libxkbcommon.so.0 libxkbcommon0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libglib-2.0.so.0 libglib2.0-0
"
display_libraries="
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
"

ldconfig_path() { PATH="$PATH:/sbin:/usr/sbin" command -v ldconfig; }

missing_packages() {
    known=$("$(ldconfig_path)" -p 2>/dev/null) || return 0
    echo "$1" | while read -r library package; do
        [ -n "$library" ] || continue
        case "$known" in *"$library "*) ;; *) echo "$package" ;; esac
    done
    # Debian 13 and Ubuntu 24.04 call it libglib2.0-0t64; apt finds it under the old name too.
}

need_system_libraries() {
    [ "$(uname -s)" = Linux ] && [ -n "$(ldconfig_path)" ] || return 0
    wanted=$core_libraries
    if [ "$purpose" = run ] && [ -n "${DISPLAY:-}" ] && [ -z "${QT_QPA_PLATFORM:-}" ]; then
        wanted="$wanted$display_libraries"
    fi
    packages=$(missing_packages "$wanted" | tr '\n' ' ')
    if [ -z "$(find /usr/share/fonts /usr/local/share/fonts -name '*.[to]tf' 2>/dev/null \
        | head -n 1)" ]; then
        packages="$packages fonts-dejavu-core"
    fi
    if [ "$purpose" = package ] && ! command -v objdump >/dev/null 2>&1; then
        packages="$packages binutils"
    fi
    [ -n "$(echo "$packages" | tr -d ' ')" ] || return 0
    # shellcheck disable=SC2086  # a list of names
    if may_install && apt_install $packages; then return 0; fi
    # shellcheck disable=SC2086
    set -- $packages
    say "Qt needs system libraries that are not here. Install them, then try again:"
    fail "    $(command_for "$@")"
}

# --- Python --------------------------------------------------------------------------------------

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

# A pyenv shim of a version that is not selected is there, but fails: only running tells.
works() { "$1" -c "$fits" >/dev/null 2>&1; }
makes_venvs() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    without_venv=
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python \
        "$HOME"/.pyenv/versions/3.1[123].*/bin/python /opt/homebrew/bin/python3.1[123]; do
        [ -n "$candidate" ] && works "$candidate" || continue
        if makes_venvs "$candidate"; then
            python=$candidate
            return 0
        fi
        without_venv=${without_venv:-$candidate}
    done
    return 1
}

need_python() {
    find_python && return 0
    if may_install && apt_install python3 python3-venv && find_python; then return 0; fi
    if [ -n "$without_venv" ]; then
        version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "Python $version is here without its venv module. Install it, then try again:"
        fail "    sudo apt-get update && sudo apt-get install -y python$version-venv"
    fi
    fail "Countertop needs Python 3.11, 3.12 or 3.13 and found none." \
        "Install one, or name it: make run PYTHON=/path/to/python3.12"
}

# What the set-up depends on: the pins, and what pyproject.toml asks for.
fingerprint() {
    { cat constraints.txt; sed -n '/^dependencies = /,/^]/p; /^dev = /,/^]/p; /^mutation = /p' \
        pyproject.toml; } \
        | cksum
}

install_packages() {
    say "Installing packages into $venv (a few minutes the first time) ..."
    pip="$venv/bin/python -m pip --disable-pip-version-check -qq"
    # The build tool first, so that building this project fetches nothing that isn't pinned.
    if ! { $pip install -c constraints.txt hatchling editables \
        && $pip install -c constraints.txt --no-build-isolation -e ".[$extras]"; }; then
        fail "The packages could not be installed; the lines above say why." \
            "With no network, pip's own settings (PIP_INDEX_URL, PIP_FIND_LINKS) help."
    fi
    for stamp in $stamps; do fingerprint >"$stamp"; done
}

up_to_date() {
    for stamp in $stamps; do
        [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint)" ] || return 1
    done
}

# -------------------------------------------------------------------------------------------------

need_system_libraries
if ! works "$venv/bin/python"; then
    need_python
    say "Making $venv with $("$python" --version) ..."
    "$python" -m venv --clear "$venv" || fail "$venv could not be made; the lines above say why."
fi
up_to_date || install_packages
