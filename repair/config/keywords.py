"""The settings as keyword arguments: `check(text, min_confidence=0.3)` means what `Config(min_confidence=0.3)` means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

import msgspec
from msgspec.structs import asdict

from repair.config.settings import Config, Markup, Precision
from repair.errors import ArgumentError

__all__ = ["Keywords", "configured"]


class Keywords(TypedDict, total=False):
    """Every setting of `Config` by its name, for editors and type checkers. `Config` says what each is for."""

    select: Sequence[str]
    ignore: Sequence[str]
    min_confidence: float
    floor: float
    exclude: Sequence[str]
    language: str
    markup: Markup
    model: str
    reader: str
    use_model: bool
    device: str
    precision: Precision
    predict: bool
    always_predict: bool
    predict_from: float
    predictions: int
    min_proposal: float
    trusted_score: float
    min_similarity: float
    discover: bool
    max_references: int
    max_chars: int
    batch_size: int


def configured(config: Config | None, given: Mapping[str, object]) -> Config:
    """`config`, by default the default settings, with the settings that are `given` by name.

    Raises `ArgumentError` for an unknown name or a value of a wrong type, `ConfigError` for a value out of range.
    """
    if config is None:
        config = Config()
    elif not isinstance(config, Config):
        raise ArgumentError(f"config is of type {type(config).__name__}", hint="give a repair.Config")
    if not given:
        return config
    settings = asdict(config)
    for name in given:
        if name not in settings:
            from repair.config.file import nearest

            near = nearest(name, sorted(settings))
            hint = f"did you mean {near}?" if near else f"there are {', '.join(settings)}"
            raise ArgumentError(f"there is no setting {name!r}", hint=hint)
    try:
        return msgspec.convert({**settings, **given}, Config)
    except msgspec.ValidationError as error:
        what, _, name = str(error).replace("`", "").partition(" - at $.")
        raise ArgumentError(
            f"{name}: {what[:1].lower()}{what[1:]}", hint="`repair config` shows all settings"
        ) from None
