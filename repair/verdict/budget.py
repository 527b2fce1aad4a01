"""Budgets: how many findings are allowed, in total, by code, and as a share of the articles."""

from __future__ import annotations

from collections import Counter

from repair.config import Policy, longest
from repair.records import Finding
from repair.text.counted import counted

__all__ = ["Budget"]


class Budget:
    """Counts findings against the budgets of a policy. Findings too mild to fail the check are not counted."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._spent: Counter[str | None] = Counter()
        self._articles = self._damaged = 0

    def count(self, findings: list[Finding]) -> None:
        """Count the findings of one article; articles without findings count as well."""
        self._articles += 1
        grave = [f for f in findings if self._policy.fails(f.code)]
        if grave:
            self._damaged += 1
            self._spent.update(longest(f.code, self._policy.budget) for f in grave)

    @property
    def is_set(self) -> bool:
        """Whether the policy allows any findings."""
        return self._policy.max_findings is not None or bool(self._policy.max_damaged or self._policy.budget)

    @property
    def is_spent(self) -> bool:
        """Whether any finding was counted."""
        return self._damaged > 0

    def exceeded(self) -> list[str]:
        """The exceeded budgets, each as a part of a sentence; empty if the check passes."""
        policy = self._policy
        over = [
            f"{counted(self._spent[prefix], 'finding')} of {prefix}, {most} allowed"
            for prefix, most in sorted(policy.budget.items())
            if self._spent[prefix] > most
        ]
        most = policy.max_findings if policy.max_findings is not None or policy.max_damaged else 0
        if most is not None and self._spent[None] > most:
            over.append(f"{counted(self._spent[None], 'finding')}, {most} allowed")
        if policy.max_damaged and self._damaged > policy.damaged_share * self._articles:
            share = self._damaged / self._articles
            over.append(
                f"{self._damaged:,} of {counted(self._articles, 'article')} ({share:.2%}), {policy.max_damaged} allowed"
            )
        return over
