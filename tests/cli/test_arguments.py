"""What is asked on the command line is read as it was meant."""

import pytest

from netcheck.cli.arguments import parse


def test_the_window_and_its_icon() -> None:
    assert (parse(["gui"]).tray, parse(["gui"]).no_tray) == (False, False)
    assert parse(["gui", "--tray"]).tray
    assert parse(["gui", "--no-tray"]).no_tray


def test_an_icon_cannot_be_the_only_thing_and_not_be_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse(["gui", "--tray", "--no-tray"])
    assert end.value.code == 64
    assert "--no-tray" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["gui", "diagnose", "watch"])
def test_who_looks_takes_a_settings_file(command: str) -> None:
    assert str(parse([command, "--config", "a.toml"]).config) == "a.toml"


def test_no_command_is_the_window() -> None:
    assert parse([]).command == ""
    assert parse(["--version"]).command == "version"
