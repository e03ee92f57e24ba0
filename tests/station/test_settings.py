"""What a user chose, kept between starts."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.cues.cue import Mode
from imu_hinge.cues.dose import Dose
from imu_hinge.model.errors import UsageError
from imu_hinge.station.settings import Ascii, Click, Settings, load_settings, save_settings, settings_path

CHOSEN = Settings(
    sound=Mode.COUNTS,
    dose=[*Dose][-1],
    theme="gym-light",
    big=True,
    ascii=Ascii.YES,
    click=Click.BOTTOM,
    pain_start_limit=3,
    disclaimer_seen="2026-07-14T09:30:00+02:00",
    gate_answered={"a1": "2026-07-14"},
    keymap={"pain": "p,f12"},
)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_defaults_hold_where_there_is_no_file(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    for settings in (CHOSEN, Settings()):
        save_settings(settings, path)
        assert load_settings(path) == settings
    assert [one.name for one in path.parent.iterdir()] == ["settings.json"]


def test_every_setting_is_tried_with_another_value_than_its_default() -> None:
    own = [one.name for one in fields(Settings) if one.name != "others"]
    assert [name for name in own if getattr(CHOSEN, name) == getattr(Settings(), name)] == []


def test_a_file_may_name_a_few_settings_only(tmp_path: Path) -> None:
    path = written(tmp_path / "settings.json", '{"sound": "tones", "pain_start_limit": 4}')
    assert load_settings(path) == Settings(sound=Mode.TONES, pain_start_limit=4)


def test_keys_of_another_version_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path / "settings.json", '{"big": true, "colours": {"night": [1, 2]}}')
    save_settings(load_settings(path), path)
    values = json.loads(path.read_text())
    assert (values["schema"], values["big"], values["colours"]) == ("imu-hinge/settings/1", True, {"night": [1, 2]})


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", "\ufffe", "[" * 100_000])
def test_a_file_that_holds_no_settings_is_named_with_the_remedy(tmp_path: Path, text: str) -> None:
    path = written(tmp_path / "settings.json", text)
    with pytest.raises(UsageError, match=r"settings.json: is no JSON.*mend it, or remove it"):
        load_settings(path)


def test_a_file_that_is_no_text_is_named_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(UsageError, match="mend it, or remove it"):
        load_settings(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("schema", "imu-hinge/settings/2"),
        ("sound", "loud"),
        ("sound", ["all"]),
        ("dose", 3),
        ("theme", ""),
        ("theme", None),
        ("big", "yes"),
        ("big", 1),
        ("ascii", True),
        ("click", "middle"),
        ("pain_start_limit", 0),
        ("pain_start_limit", 11),
        ("pain_start_limit", 5.0),
        ("pain_start_limit", True),
        ("disclaimer_seen", "yesterday"),
        ("disclaimer_seen", None),
        ("gate_answered", ["a1"]),
        ("gate_answered", {"a1": "20260714"}),
        ("gate_answered", {"a1": "2026-02-30"}),
        ("gate_answered", {"a1": 3}),
        ("keymap", {"pain": ["p"]}),
        ("keymap", "p"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_key_and_the_remedy(tmp_path: Path, key: str, value: Any) -> None:
    path = written(tmp_path / "settings.json", json.dumps({key: value}))
    with pytest.raises(UsageError, match=rf"settings.json: {key}: expected .*, found .*; mend it, or remove the key"):
        load_settings(path)


def test_a_value_is_told_with_what_is_expected(tmp_path: Path) -> None:
    path = written(tmp_path / "settings.json", '{"sound": "loud"}')
    with pytest.raises(UsageError, match=r'sound: expected one of off, tones, tones\+counts, all, found "loud"'):
        load_settings(path)


def test_the_file_lies_beside_the_list_of_sensors() -> None:
    assert settings_path().name == "settings.json"
    assert settings_path().is_absolute()
