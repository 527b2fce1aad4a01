"""The desk in a terminal, for somebody on a server without a browser: the same keys, the same log.

Foreign text is shown as `Text`, whose markup means nothing, with a symbol for every control character. The library
comes with the extra `tui`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static

from repair.errors import RepairError
from repair.review.cases import ORDERS, Query
from repair.review.desk import Act, Desk, Found
from repair.review.shown import Choice, Shown
from repair.review.words import WORDS, Words

__all__ = ["Terminal"]

_STYLES: Final = {
    "reading": "bold green underline",
    "prediction": "italic magenta",
    "rule": "cyan",
    "emendation": "bold yellow",
}
_SIGNS: Final = {"reading": "=", "prediction": "?", "rule": "·", "emendation": "✎"}
_POLL: Final = 2.0


class Confirm(ModalScreen[bool]):
    """Shows what is about to be done; `a` or Enter does it, Escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,enter", "answer(True)"),
        Binding("escape,x", "answer(False)"),
    ]
    CSS = "Confirm { align: center middle; } #box { width: 90%; max-height: 80%; border: round $accent; padding: 1 2; }"

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text in a frame."""
        with VerticalScroll(id="box"):
            yield Static(self._text)

    def action_answer(self, yes: bool) -> None:
        """Close with the answer."""
        self.dismiss(yes)


class Terminal(App[None]):
    """One reviewer's desk in the terminal, in the interface language `language` (a key of `WORDS`)."""

    CSS = """
    #head { dock: top; height: auto; padding: 0 1; background: $panel; }
    #body { padding: 1 2; }
    #context { margin-bottom: 1; }
    #said { dock: bottom; height: 1; padding: 0 1; color: $text-muted; }
    #typed { dock: bottom; display: none; }
    #typed.open { display: block; }
    """
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk, language: str = "it") -> None:
        super().__init__()
        self._desk = desk
        self._words: Words = WORDS[language]
        self._query = Query()
        self._chosen = 0
        self._found: Found | None = None
        self._typing: Callable[[str], None] | None = None
        keys = {
            "a": ("accept", "accept"), "x": ("reject", "reject"), "space": ("skip", "move(1)"), "e": ("edit", "edit"),
            "u,backspace": ("undo", "undo"), "j": ("next", "move(1)"), "k": ("previous", "move(-1)"),
            "n": ("note", "note"), "slash": ("filter", "filter"), "o": ("order", "order"), "A": ("key_equal", "equal"),
            "v": ("whole_article", "article"), "question_mark": ("help", "help"),
        }  # fmt: skip
        for key, (word, action) in keys.items():
            self.bind(key, action, description=self._words[word], show=key not in ("A", "j"))
        for number in range(1, 10):
            self.bind(str(number), f"choose({number - 1})", show=False)
        self.bind("q", "quit", description=self._words["close"])

    def compose(self) -> ComposeResult:
        """Progress, context and candidates, what was saved, a line to type in, the keys."""
        yield Static(id="head")
        with VerticalScroll(id="body"):
            yield Static(id="context")
            yield Static(id="candidates")
        yield Input(id="typed")
        yield Static(id="said")
        yield Footer()

    def on_mount(self) -> None:
        """Show the first entry, and look after others' decisions from then on."""
        self.action_move(0)
        self.query_one("#body").focus()
        self.set_interval(_POLL, self._look)

    # --- showing -------------------------------------------------------------------------------------------------

    def _word(self, name: str, **values: object) -> str:
        return self._words[name].format(**values)

    def _show(self, found: Found) -> None:
        before = self._found.shown.number if self._found and self._found.shown else None
        self._found = found
        if found.shown is None or found.shown.number != before:
            self._chosen = 0
        self._draw()

    def _draw(self) -> None:
        found = self._found
        if found is None:
            return
        progress = found.progress
        head = Text(
            f"{self._word('decided_of', decided=progress.total - progress.open, total=progress.total)} · "
            f"{self._word('order_' + self._query.order)} · {self._desk.reviewer}"
        )
        if progress.conflict:
            head.append(f" · ⚠ {self._word('in_conflict', conflict=progress.conflict)}", "bold yellow")
        context, candidates = Text(), Text()
        if (entry := found.shown) is None:
            context.append(self._word("done_title"), "bold")
            candidates.append(self._word("done_hint"))
        else:
            where = self._word("position", position=found.position + 1, length=found.length)
            head.append(f"\n{entry.code} {self._words.get(entry.code, entry.name)}", "bold")
            head.append(f" · {self._word('status_' + entry.status)} · {where} · {entry.article}\n{entry.message}")
            self._draw_context(context, entry)
            self._draw_candidates(candidates, entry)
        self.query_one("#head", Static).update(head)
        self.query_one("#context", Static).update(context)
        self.query_one("#candidates", Static).update(candidates)

    def _choice(self, entry: Shown) -> Choice | None:
        return entry.choices[self._chosen] if self._chosen < len(entry.choices) else None

    def _draw_context(self, text: Text, entry: Shown) -> None:
        at, choice = entry.place, self._choice(entry)
        text.append(("… " if at.cut_before else "") + at.before[-400:], "dim")
        text.append("⟦", "bold red")
        if at.span:
            text.append(at.span, "strike red")
        if choice and choice.shown:
            text.append(choice.shown, _STYLES[choice.kind])
        elif not at.span:
            text.append("[…]", "bold red")
        text.append("⟧", "bold red")
        text.append(at.after[:400] + (" …" if at.cut_after else ""), "dim")

    def _draw_candidates(self, text: Text, entry: Shown) -> None:
        for opinion in entry.opinions:
            said = self._word(f"said_{opinion.decision or 'note'}")
            shown = "" if opinion.text is None else f" «{opinion.text}»"
            note = f" — {opinion.note}" if opinion.note else ""
            text.append(f"{'⚠ ' if entry.status == 'conflict' else ''}{opinion.who} {said}{shown}{note}\n", "yellow")
        if not entry.choices:
            text.append(self._word("no_candidates"))
        for number, choice in enumerate(entry.choices):
            text.append("▶ " if number == self._chosen else "  ", "bold")
            text.append(f"{number + 1} ", "bold")
            text.append(f"{_SIGNS[choice.kind]} {self._word(choice.kind)} ", _STYLES[choice.kind])
            text.append(f"«{choice.shown}»" if choice.text else self._word("empty_text"), _STYLES[choice.kind])
            sources = ", ".join(dict.fromkeys(e.name for e in choice.evidence))
            sure = f"{self._word('certainty')} {self._word(choice.certainty)}"
            text.append(f"  {choice.score:.0%}, {sure}  {sources}\n", "dim")
            if number == self._chosen:
                self._draw_evidence(text, choice)

    def _draw_evidence(self, text: Text, choice: Choice) -> None:
        for evidence in choice.evidence:
            if evidence.left is not None and evidence.right is not None:
                left = self._word("left_context", value=round(evidence.left))
                right = self._word("right_context", value=round(evidence.right))
                text.append(f"      {evidence.name}: {left}, {right}\n", "dim")
            if evidence.log_prob is not None:
                words = self._word("log_prob", value=f"{evidence.log_prob:.2f}", pieces=evidence.pieces)
                found = f", {self._word('found_' + evidence.found)}" if evidence.found else ""
                text.append(f"      {evidence.name}: {words}{found}\n", "dim")
            if evidence.place is not None:
                text.append(f"      … {evidence.place.before[-60:]}", "dim")
                text.append(f"[{evidence.place.span}]", "bold")
                text.append(f"{evidence.place.after[:60]} …\n", "dim")

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(Text(text))

    def _try(self, work: Callable[[], None]) -> None:
        """Do `work`; what goes wrong on purpose is told, and nothing then counts as saved."""
        try:
            work()
        except RepairError as error:
            self._say(f"⚠ {self._word('not_saved')}: {error}")

    # --- acts ----------------------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """To the next entry, the one before, or (0) the one here."""
        position = self._found.position if self._found else 0
        self._try(lambda: self._show(self._desk.find(self._query, position, step)))

    def action_choose(self, number: int) -> None:
        """Put candidate `number` on trial."""
        if self._found and self._found.shown and number < len(self._found.shown.choices):
            self._chosen = number
            self._draw()

    def action_accept(self) -> None:
        """Accept the candidate on trial."""
        entry = self._found.shown if self._found else None
        choice = self._choice(entry) if entry else None
        if choice is None:
            self._say(self._word("nothing_chosen"))
        else:
            self._decide("accept", self._word("saved_accept", text=f"«{choice.shown.strip()}»"), choice=self._chosen)

    def action_reject(self) -> None:
        """Leave the article as it is here."""
        self._decide("reject", self._word("saved_reject"))

    def _decide(self, decision: Any, phrase: str, **more: Any) -> None:
        found = self._found
        if found is None or found.shown is None:
            return
        act = Act(found.shown.number, found.shown.entry, decision, **more)

        def work() -> None:
            self._desk.decide(act)
            self._say(f"✓ {phrase}")
            if decision == "note":
                self._show(self._desk.entry(self._query, act.number))
            else:
                self._show(self._desk.find(self._query, found.position, 1))

        self._try(work)

    def action_undo(self) -> None:
        """Take back the last act."""

        def work() -> None:
            number = self._desk.undo()
            if number is None:
                self._say(self._word("nothing_to_undo"))
            else:
                self._say(f"✓ {self._word('saved_undo')}")
                self._show(self._desk.entry(self._query, number))

        self._try(work)

    def action_equal(self) -> None:
        """Accept all equal cases, once they were shown."""
        entry = self._found.shown if self._found else None
        if entry is None or entry.equal < 2 or not entry.choices:
            return
        cases, total = self._desk.equals(entry.number)
        text = Text(self._word("equal_title") + "\n", "bold")
        text.append(self._word("equal_shown", shown=len(cases), total=total) + "\n\n")
        for case in cases:
            text.append(f"{case.place.before}⟦")
            text.append(case.place.span, "strike red")
            text.append(case.text, _STYLES[case.kind])
            text.append(f"⟧{case.place.after}\n\n")
        text.append(f"[a] {self._word('accept_these', count=len(cases))}   [Esc] {self._word('cancel')}", "bold")

        def work() -> None:
            made = self._desk.accept_equal([(case.number, case.entry) for case in cases])
            self._say(f"✓ {self._word('saved_equal', count=len(made))}")
            self.action_move(1)

        self.push_screen(Confirm(text), lambda yes: self._try(work) if yes else None)

    def action_article(self) -> None:
        """The part of the article around this entry."""
        entry = self._found.shown if self._found else None
        if entry is None:
            return
        part = self._desk.around(entry.number)
        text = Text(f"{part.id}\n\n", "bold")
        for block in part.blocks:
            if block.number is None:
                text.append(block.text)
                continue
            text.append("⟦", "reverse" if block.number == entry.number else "red")
            text.append(block.text, "strike" if block.status in ("accepted", "emended") else "")
            text.append(block.supplied, _STYLES.get(block.kind, ""))
            text.append(f"⟧{block.code}", "red")
        self.push_screen(Confirm(text))

    def action_help(self) -> None:
        """Every key and what it does."""
        text = Text(self._word("shortcuts") + "\n\n", "bold")
        for keys, word in (
            ("a", "accept"), ("x", "reject"), ("␣", "skip"), ("1–9", "key_choose"), ("e", "edit"), ("u ⌫", "undo"),
            ("j k", "key_next"), ("n", "key_note"), ("A", "key_equal"), ("v", "key_article"), ("/", "filter"),
            ("o", "order"), ("q", "close"),
        ):  # fmt: skip
            text.append(f"{keys:>6}  ", "bold")
            text.append(f"{self._word(word)}\n")
        text.append(f"\n{self._word('help_kinds')}\n\n{self._word('help_saved')}")
        self.push_screen(Confirm(text))

    def action_order(self) -> None:
        """The queue in the next order."""
        after = ORDERS[(ORDERS.index(self._query.order) + 1) % len(ORDERS)]
        self._ask(Query(after, self._query.show, self._query.code, self._query.kind, self._query.text))

    def _ask(self, query: Query) -> None:
        self._query = query
        self._try(lambda: self._show(self._desk.find(query, 0)))

    # --- typing --------------------------------------------------------------------------------------------------

    def _type(self, prompt: str, text: str, done: Callable[[str], None]) -> None:
        box = self.query_one("#typed", Input)
        box.placeholder = prompt
        box.value = text
        box.cursor_position = len(text)
        box.add_class("open")
        box.focus()
        self._typing = done

    def _close(self) -> None:
        self._typing = None
        self.query_one("#typed").remove_class("open")
        self.query_one("#body").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """What was typed is done."""
        done, value = self._typing, event.value
        self._close()
        if done is not None:
            done(value)

    def key_escape(self) -> None:
        """What was typed is dropped."""
        if self._typing is not None:
            self._close()

    def action_edit(self) -> None:
        """Type an emendation."""
        entry = self._found.shown if self._found else None
        if entry is None:
            return
        choice = self._choice(entry)
        text = choice.text if choice else entry.original
        self._type(
            self._word("edit_label"),
            text,
            lambda typed: self._decide("emend", self._word("saved_emend", text=f"«{typed.strip()}»"), text=typed),
        )

    def action_note(self) -> None:
        """Type a note."""
        entry = self._found.shown if self._found else None
        if entry is not None:
            old = next((o.note for o in entry.opinions if o.mine), "")
            self._type(
                self._word("note_label"), old, lambda typed: self._decide("note", self._word("saved_note"), note=typed)
            )

    def action_filter(self) -> None:
        """Type words that entries must contain, or a code or its prefix; nothing shows all."""

        def done(typed: str) -> None:
            wanted = typed.strip()
            known = wanted.isupper() and any(code.startswith(wanted) for code in self._desk.cases.codes)
            code, text = (wanted, "") if known else ("", wanted)
            self._ask(Query(self._query.order, self._query.show, code, "", text))

        self._type(f"{self._word('search')} / {self._word('code')}", self._query.code or self._query.text, done)

    # --- what others do ------------------------------------------------------------------------------------------

    def _look(self) -> None:
        found = self._found
        if self._typing is not None or found is None or len(self.screen_stack) > 1:
            return

        def work() -> None:
            if self._desk.refresh() != found.progress.lines:
                if found.shown is None:
                    self._show(self._desk.find(self._query, 0))
                else:
                    self._show(self._desk.entry(self._query, found.shown.number))
                self._say(self._word("others_changed"))

        self._try(work)
