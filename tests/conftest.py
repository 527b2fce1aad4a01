"""What all tests share: Hypothesis without a clock, since a busy machine is no failing law."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("repair", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repair")
