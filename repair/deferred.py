"""Functions whose module is imported at their first call, for tables of which most runs need a few rows."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ["deferred"]


def deferred(module: str, name: str) -> Callable[..., Any]:
    """The function `name` of a module, which is imported when the function is first called."""

    def call(*arguments: Any) -> Any:
        return getattr(import_module(module), name)(*arguments)

    call.__module__ = module
    return call
