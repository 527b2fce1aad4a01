"""Masked models: folding texts, reading them with the gap head, filling gaps with models of every tokenizer kind."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.errors import ModelError, RecordError
from repair.models import MODELS, Fill, Query, load
from repair.models.gap_head import windows
from repair.models.layout import fold_blanks
from repair.models.query import MAX_WORDS, piece_weights
from repair.text.tokens import tokenize

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

    from repair.models.masked import MaskedModel
    from repair.models.runtime.decoding import Around, Branch

pytestmark = pytest.mark.model

WIDTHLESS = "\u00ad\u200b\ufeff"
BREAKS = "\n\r\u2028"
PROSE = (
    "La piccola biblioteca del paese ha riaperto ieri mattina dopo due anni di lavori. Il sindaco di, ha detto che la "
    "spesa è stata contenuta e che i libri sono tornati tutti al loro posto.\r\n  \r\n\tLa bibliotecaria ha ringraziato "
    "i volontari: «Senza di loro, non ce l'avremmo fatta». L'orario resta quello di prima \n\n"
    "The small library opened again yesterday morning. The mayor of said that all the books are back on their shelves."
)
CORPUS = [
    PROSE,
    "I libri della biblioteca sono nuovi, la spesa del paese è grande. The books of the library are new.",
] * 4


@pytest.fixture(scope="module")
def model() -> MaskedModel:
    return load("it-en-small", device="cpu", precision="float32")


# --- the table of bundled models


@pytest.mark.parametrize("name", MODELS)
def test_bundled_model_is_whole_and_documented(name: str) -> None:
    row = MODELS[name]
    readme = (row.folder / "README.md").read_text(encoding="utf-8")
    assert name in readme
    assert row.licence in readme
    assert row.description
    assert sum(f.stat().st_size for f in row.folder.iterdir()) == pytest.approx(row.size, rel=0.05)
    assert load(name).has_gap_head == row.gap_head


def test_importing_the_room_loads_no_heavy_library() -> None:
    code = (
        "import sys, repair.models, repair.propose; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- folding

texts = st.text(st.sampled_from("ab.è" + "  \t\u00a0" + BREAKS + WIDTHLESS), max_size=60)


def is_visible(char: str) -> bool:
    return not char.isspace() and char not in WIDTHLESS


@given(texts)
@settings(deadline=None)
def test_folding_keeps_what_is_visible_and_maps_it_back(text: str) -> None:
    folded = fold_blanks(text)
    seen = [i for i, char in enumerate(folded.text) if is_visible(char)]
    assert [folded.origin(i) for i in seen] == [i for i, char in enumerate(text) if is_visible(char)]
    assert all(folded.index(folded.origin(i)) == i for i in seen)
    assert all(folded.text[i] == text[folded.origin(i)] for i in seen)


@given(texts)
@settings(deadline=None)
def test_folded_text_has_single_bare_line_breaks(text: str) -> None:
    folded = fold_blanks(text).text
    assert folded == "" or (folded.endswith("\n") and is_visible(folded[0]))
    assert not any(pair in folded for pair in (" \n", "\n ", "\n\n", " " * 4))
    assert all(is_visible(char) or char in " \n" for char in folded)


@given(texts)
@settings(deadline=None)
def test_the_place_before_a_token_lies_after_the_last_visible_character_of_its_line(text: str) -> None:
    folded = fold_blanks(text)
    for i, char in enumerate(folded.text):
        if char == " ":
            continue
        place = folded.place(i)
        if char == "\n":
            assert not text[place:].strip(WIDTHLESS) or not is_visible(text[place])
            assert is_visible(text[place - 1])
            continue
        origin = folded.origin(i)
        blanks = text[place:origin]
        assert not any(map(is_visible, blanks))
        begins_line = i == 0 or folded.text[i - 1] == "\n"
        assert place == origin if begins_line else is_visible(text[place - 1])


# --- windows


@given(pieces=st.integers(0, 900), width=st.integers(4, 254))
@settings(deadline=None, max_examples=50)
def test_windows_answer_once_for_every_piece_where_it_lies_deepest(pieces: int, width: int) -> None:
    rows = list(windows(0, pieces, width))
    assert [i for w in rows for i in range(w.first, w.last)] == list(range(pieces))
    assert len({w.end - w.start for w in rows}) <= 1, "all are equally wide"
    for w in rows:
        assert w.start <= w.first < w.last <= w.end <= w.start + width
        for i in (w.first, w.last - 1):
            assert depth(w, i, pieces) >= max(depth(v, i, pieces) for v in rows if v.start <= i < v.end) - 1


def depth(window: Any, piece: int, pieces: int) -> float:
    """Distance to the window's nearer edge; where the text itself begins or ends is no edge."""
    left = piece - window.start if window.start else math.inf
    right = window.end - 1 - piece if window.end < pieces else math.inf
    return min(left, right)


# --- the gap head


def oracle(text: str) -> dict[int, float]:
    """Gap probability by offset, one window at a time, with nothing shared with the room but the rules for places."""
    import torch
    import transformers
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    folder = MODELS["it-en-small"].folder
    network = transformers.AutoModelForMaskedLM.from_pretrained(folder).float().eval()
    head = load_file(folder / "gap_head.safetensors")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    folded = fold_blanks(text)
    encoding = tokenizer.encode(folded.text, add_special_tokens=False)
    n = len(encoding.ids)
    number = max(1, -(-(n - 56) // 198))  # of at most 254, each with 56 of the next
    size = -(-(n + 56 * (number - 1)) // number)
    starts = [(n - size) * i // max(1, number - 1) for i in range(number)]
    deepest: dict[int, tuple[float, float]] = {}
    for start in starts:
        ids = encoding.ids[start : start + size]
        with torch.inference_mode():
            hidden = network.bert(torch.tensor([[0, *ids, 2]])).last_hidden_state[0, 1:-1]
            inner = torch.nn.functional.gelu(hidden @ head["dense.weight"].float().T + head["dense.bias"].float())
            classes = (inner @ head["out.weight"].float().T + head["out.bias"].float()).softmax(-1)
        for i, row in enumerate(classes):
            left = i if start else math.inf
            right = len(ids) - 1 - i if start + len(ids) < n else math.inf
            if min(left, right) > deepest.get(start + i, (-1.0, 0.0))[0]:
                deepest[start + i] = (min(left, right), 1.0 - float(row[0]))
    places: dict[int, float] = {}
    for i, (_, probability) in deepest.items():
        place = folded.place(encoding.offsets[i][0])
        places[place] = max(places.get(place, 0.0), probability)
    return places


def test_signals_equal_those_of_one_window_at_a_time(model: MaskedModel) -> None:
    long = " ".join([PROSE] * 3)
    batch = [PROSE, long, "", "Una riga sola", " \n"]
    found = model.signals(batch, batch_size=3)
    assert found[2] == found[4] == ()
    for text, signals in zip(batch, found, strict=True):
        expected = oracle(text) if text.strip() else {}
        assert [s.offset for s in signals] == sorted({s.offset for s in signals})
        near_floor = {offset for offset, p in expected.items() if abs(p - 0.02) < 1e-4}
        sure = {offset for offset, p in expected.items() if p >= 0.02} - near_floor
        assert sure <= {s.offset for s in signals} <= sure | near_floor
        for s in signals:
            assert s.probability == pytest.approx(expected[s.offset], abs=1e-4)
            assert sum(s.lengths) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ieri sera si è riunita la giunta. Il sindaco di| ha detto che la seduta è rinviata a domani.", "di"),
        ("Ieri sera si è riunita la giunta. Il sindaco di|, ha detto che la seduta è rinviata a domani.", "di"),
        ('Prima riga del testo, che sta bene.\r\n\r\n  Ha risposto così: "|" e se n\'è andato in fretta.', '"'),
    ],
)
def test_gap_head_finds_lost_words_where_they_stood(model: MaskedModel, text: str, place: str) -> None:
    at = text.index("|")
    (signals,) = model.signals([text.replace("|", "")])
    best = max(signals, key=lambda s: s.probability)
    assert best.offset == at
    assert best.probability > 0.5
    assert text[:at].endswith(place)


def test_markers_of_the_model_in_an_article_are_text(model: MaskedModel) -> None:
    text = "Il segno </s> chiude la frase e <mask> la nasconde, <pad> la riempie."
    pieces = model.pieces
    assert not {pieces.mask, pieces.padding, *pieces.tail} & set(pieces.encode(text).ids.tolist())
    assert all(s.offset <= len(text) for s in model.signals([text])[0])


def test_long_texts_are_cut_at_blanks_and_mapped_back(model: MaskedModel) -> None:
    text = ("Il fiume scorre lento. " * 9000).strip()
    encoded = model.pieces.encode(text)
    assert encoded.starts.tolist() == sorted(encoded.starts)
    one = model.pieces.encode("Il fiume scorre lento. ").ids
    assert encoded.ids[: len(one) - 1].tolist() == one[:-1].tolist()
    assert {text[a:b].strip() for a, b in zip(encoded.starts, encoded.ends, strict=True)} <= {
        text[a:b].strip() for a, b in zip(encoded.starts[:20], encoded.ends[:20], strict=True)
    }


# --- models of every tokenizer kind


def wordpiece() -> tuple[Tokenizer, str]:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(
        CORPUS,
        trainers.WordPieceTrainer(vocab_size=160, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]),
    )
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer, "[MASK]"


def byte_level() -> tuple[Tokenizer, str]:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        CORPUS,
        trainers.BpeTrainer(
            vocab_size=420,
            special_tokens=["<s>", "<pad>", "</s>", "<mask>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        ),
    )
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer, "<mask>"


def unigram() -> tuple[Tokenizer, str]:
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train_from_iterator(
        CORPUS,
        trainers.UnigramTrainer(
            vocab_size=160, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"], unk_token="<unk>"
        ),
    )
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    return tokenizer, "<mask>"


SMALL: dict[str, Any] = {"num_hidden_layers": 1, "hidden_size": 16, "num_attention_heads": 2, "intermediate_size": 16}
KINDS: dict[str, Any] = {
    "bert-wordpiece": (wordpiece, "BertConfig", "BertForMaskedLM", SMALL, "##"),
    "roberta-bytes": (byte_level, "RobertaConfig", "RobertaForMaskedLM", SMALL, "Ġ"),
    "xlmr-unigram": (unigram, "XLMRobertaConfig", "XLMRobertaForMaskedLM", SMALL, "▁"),
    "electra-wordpiece": (wordpiece, "ElectraConfig", "ElectraForMaskedLM", {**SMALL, "embedding_size": 8}, "##"),
    "distilbert-wordpiece": (
        wordpiece,
        "DistilBertConfig",
        "DistilBertForMaskedLM",
        {"n_layers": 1, "dim": 16, "n_heads": 2, "hidden_dim": 16},
        "##",
    ),
}


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    import torch
    import transformers

    make, config, network, sizes, _ = KINDS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    tokenizer, mask = make()
    padding = "[PAD]" if mask == "[MASK]" else "<pad>"
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, mask_token=mask, pad_token=padding
    ).save_pretrained(folder)
    torch.manual_seed(1)
    settled = getattr(transformers, config)(
        vocab_size=tokenizer.get_vocab_size(),
        pad_token_id=tokenizer.token_to_id(padding),
        max_position_embeddings=80,
        **sizes,
    )
    getattr(transformers, network)(settled).save_pretrained(folder)
    return request.param, folder


def test_any_masked_model_fills_gaps_with_well_spaced_words(kind: tuple[str, Path]) -> None:
    other = load(str(kind[1]))
    assert not other.has_gap_head
    with pytest.raises(ModelError, match="gap head"):
        other.signals(["testo"])
    texts = [
        "La biblioteca del | ha riaperto ieri. " * 30,
        "La biblioteca del| ha riaperto, i libri|, la spesa.",
        'Ha detto "|" e basta, nell\'| di prima.',
    ]
    queries = []
    for text in texts:
        bare = text.replace("|", "")
        at = text.index("|")
        queries.append(Query(bare, at, at, words=(1, 1)))
    answers = other.fill(queries, top=4)
    assert any(answers)
    for query, fills in zip(queries, answers, strict=True):
        assert [f.score for f in fills] == sorted((f.score for f in fills), reverse=True)
        assert len({f.text for f in fills}) == len(fills) <= 4
        for f in fills:
            assert f.log_prob <= 0.0
            assert all(part.replace("'", "").replace("-", "").isalnum() for part in f.text.split())
            result = query.text[: query.start] + f.text + query.text[query.end :]
            lo, hi = max(0, query.start - 2), query.start + len(f.text) + 2
            if "  " not in query.text:
                assert "  " not in result[lo:hi]


def test_pieces_that_begin_words_are_told_by_decoding(kind: tuple[str, Path]) -> None:
    name, folder = kind
    marker = KINDS[name][4]
    other = load(str(folder))
    vocabulary = other.vocabulary
    for piece, i in other.pieces.tokenizer.get_vocab().items():
        word = piece.removeprefix(marker)
        if not (word.isascii() and word.isalpha()):
            continue
        begins = piece.startswith(marker) != (marker == "##")
        assert vocabulary.spaced[i] == begins, piece
        assert vocabulary.last[i], piece


def test_the_fast_paths_equal_the_network(kind: tuple[str, Path]) -> None:
    import torch

    from repair.models.runtime.decoding import Around

    other = load(str(kind[1]), precision="float32")
    p = other.pieces
    texts = [p.encode(t).ids[: p.width - 2] for t in (PROSE, "La spesa del paese è grande.")]
    rows = [Around((*p.head, *ids[:3].tolist()), (*ids[3:].tolist(), *p.tail)) for ids in texts]
    network = other.network
    with torch.inference_mode():
        hidden = other.hidden(texts, [(0, len(ids)) for ids in texts])
        found = other.trunk(rows, 2).masked()
        for row, (ids, around) in enumerate(zip(texts, rows, strict=True)):
            plain = torch.tensor([[*p.head, *ids.tolist(), *p.tail]])
            states = getattr(network, network.base_model_prefix)(input_ids=plain).last_hidden_state[0]
            states = states[len(p.head) : len(states) - len(p.tail)]
            assert torch.allclose(hidden[row, : len(states)], states, atol=1e-4)
            masked = torch.tensor([[*around.left, p.mask, p.mask, *around.right]])
            at = len(around.left)
            expected = network(input_ids=masked).logits[0, at : at + 2].log_softmax(-1)
            assert torch.allclose(found[row], expected, atol=1e-4)


def test_every_kind_is_read_by_the_path_it_is_made_for(kind: tuple[str, Path]) -> None:
    assert (load(str(kind[1])).encoder is None) == kind[0].startswith("distilbert")


TEXTS = [
    (Path(__file__).parents[1] / "fixtures" / "articles" / name).read_text(encoding="utf-8")
    for name in ("trump-putin.txt", "village-cup.txt", "router-howto.txt", "versi-dal-porto.txt")
]
# of a gap's probability, and of the log-probability (nats) of a fill-in that is likelier than one in a hundred
TOLERANCE = {"bfloat16": (0.03, 0.15), "int8": (0.12, 0.5)}


@pytest.mark.parametrize("precision", TOLERANCE)
def test_other_precisions_differ_from_float32_within_their_tolerance(model: MaskedModel, precision: Any) -> None:
    quick = load("it-en-small", device="cpu", precision=precision)
    of_gaps, of_fills = TOLERANCE[precision]
    off = []
    for plain, said in zip(model.signals(TEXTS), quick.signals(TEXTS), strict=True):
        exact, found = ({s.offset: s.probability for s in signals} for signals in (plain, said))
        off += [abs(exact.get(place, 0.0) - found.get(place, 0.0)) for place in exact | found]
    assert len(off) > 50
    assert max(off) <= of_gaps
    assert sum(off) / len(off) <= of_gaps / 8
    queries = [query(name) for name in GAPS]
    compared = 0
    for these, those in zip(model.fill(queries), quick.fill(queries), strict=True):
        known = {f.text: f for f in those}
        for f in these:
            if f.text in known and f.log_prob > -4.6:
                assert known[f.text].log_prob == pytest.approx(f.log_prob, abs=of_fills)
                compared += 1
    assert compared >= len(queries)


@pytest.mark.parametrize(
    ("has", "expected"),
    [
        ({"_is_amx_tile_supported", "_is_vnni_supported", "_is_avx512_bf16_supported"}, "bfloat16"),
        ({"_is_vnni_supported", "_is_avx512_bf16_supported"}, "bfloat16"),
        ({"_is_vnni_supported"}, "int8"),
        (set(), "float32"),
    ],
)
def test_by_default_a_processor_multiplies_in_what_it_has_instructions_for(
    has: set[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    for name in ("_is_amx_tile_supported", "_is_vnni_supported", "_is_avx512_bf16_supported"):
        monkeypatch.setattr(torch.cpu, name, lambda name=name: name in has, raising=False)
    asked: list[str] = []
    monkeypatch.setattr("repair.models.loading.MaskedModel", lambda *given: asked.append(given[-1]))
    load("it-en-small", device="cpu")
    load("it-en-small", device="cpu", precision="float32")
    assert asked == [expected, "float32"]


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("precision", TOLERANCE)
def test_a_product_is_that_of_a_linear_layer(precision: Any, rows: int) -> None:
    """Also where one input ranges fifty times as far as the others."""
    import torch

    from repair.models.runtime.quantized import product

    made = torch.Generator().manual_seed(3)
    weight, bias, x = (torch.randn(*shape, generator=made) for shape in ((24, 40), (24,), (2, rows, 40)))
    x[..., 7] *= 50
    expected = torch.nn.functional.linear(x, weight, bias)
    run = product(weight, bias, precision, x.flatten(0, -2).abs().amax(0))
    found = run(x.bfloat16() if precision == "bfloat16" else x).float()
    assert found.shape == expected.shape
    assert float((found - expected).abs().max()) <= 0.02 * float(expected.abs().max())


def test_states_asked_for_are_those_of_reading_all(model: MaskedModel) -> None:
    import torch

    encoder = model.encoder
    assert encoder is not None
    ids = torch.tensor([model.pieces.encode(PROSE).ids[:30].tolist(), model.pieces.encode(PROSE).ids[9:39].tolist()])
    seen = torch.ones(2, 1, 30, 30, dtype=torch.bool).tril()
    asked = torch.tensor([[3, 29], [4, 0]])
    with torch.inference_mode():
        for mask in (None, seen[:, :, -1:], seen):
            every, _ = encoder(ids, seen=mask)
            some, _ = encoder(ids, seen=mask, asked=asked)
            assert torch.allclose(some, every[torch.arange(2).unsqueeze(1), asked], atol=1e-5)


# --- fill-in

GAPS = {
    "inside": ("Il consiglio si è riunito. Il sindaco di|", " ha detto che la seduta è rinviata.", " "),
    "after-apostrophe": ("La signora è rimasta sola nell'|", ", in silenzio, a guardare la pioggia.", ""),
    "in-quotes": ('Alla domanda ha risposto "|', "\" e se n'è andato subito.", ""),
    "brackets": ("La nuova stazione (|", ") apre domani ai viaggiatori.", ""),
    "sentence-start": ("La seduta è finita tardi. |", "ha poi salutato tutti i presenti.", "C"),
    "english": ("She was born in|", " and moved to Paris when she was ten years old.", " "),
}


def query(name: str) -> Query:
    left, right, _ = GAPS[name]
    left = left.removesuffix("|")
    return Query(left + right, len(left), len(left))


@pytest.fixture(scope="module")
def filled(model: MaskedModel) -> dict[str, list[Fill]]:
    return dict(zip(GAPS, model.fill([query(name) for name in GAPS]), strict=True))


@pytest.mark.parametrize("name", GAPS)
def test_fill_ins_are_well_spaced(filled: dict[str, list[Fill]], name: str) -> None:
    left, right, expected = GAPS[name]
    fills = filled[name]
    assert 1 <= len(fills) <= 5
    before, after = tokenize(left).words, tokenize(right).words
    for f in fills:
        words = tokenize(f.text).words
        assert 1 <= len(words) <= MAX_WORDS
        assert words[0] != before[-1]
        assert words[-1] != after[0]
        assert 0.0 < f.score <= 1.0
        if expected == "C":
            assert f.text[0].isupper()
            assert f.text.endswith(" ")
        else:
            assert f.text == expected + f.text.strip()


def at_once(network: Any, around: Around, branch: Branch, masks: int, mask: int) -> torch.Tensor:
    """Log-probabilities at a branch by one plain pass over text and branch, each piece seeing what it may."""
    import torch

    start = len(around.left)
    text = [*around.left, *[mask] * masks, *around.right]
    own = [*branch.chosen, *[mask] * (branch.pieces - len(branch.chosen))]
    size = len(text) + len(own)
    sees = torch.zeros(size, size, dtype=torch.bool)
    sees[: len(text), : len(text)] = True
    sees[len(text) :, :] = True
    sees[len(text) :, start : start + masks] = False
    places = [*range(len(text)), *range(start, start + branch.pieces)]
    with torch.inference_mode():
        logits = network(
            input_ids=torch.tensor([text + own]),
            position_ids=torch.tensor([places]),
            attention_mask=torch.where(sees, 0.0, torch.finfo(torch.float32).min)[None, None],
        ).logits
    return logits[0, len(text) + len(branch.chosen)].log_softmax(-1)


def test_what_is_put_into_a_text_read_once_is_judged_as_in_one_pass(model: MaskedModel) -> None:
    import torch
    from transformers import AutoModelForMaskedLM

    from repair.models.runtime.decoding import Around, Branch

    p = model.pieces
    sides = [("La nave partì da", " all'alba del giorno dopo, con il mare calmo."), ("Ho visto", " ieri.")]
    rows = [
        Around((*p.head, *p.encode(left).ids.tolist()), (*p.encode(right).ids.tolist(), *p.tail))
        for left, right in sides
    ]
    words = [tuple(p.encode(w).ids.tolist()) for w in (" Civitavecchia", " il dottor Salvemini", " Lodi")]
    branches = [Branch(row, ids[:1], len(ids)) for row in (0, 1) for ids in words if len(ids) > 1]
    branches.append(Branch(1, words[1][:2], len(words[1])))
    assert len(branches) >= 4
    network = AutoModelForMaskedLM.from_pretrained(MODELS["it-en-small"].folder, dtype=torch.float32)
    for masks in (1, 2):
        with torch.inference_mode():
            found = model.trunk(rows, masks).after(branches)
        for branch, got in zip(branches, found, strict=True):
            assert torch.allclose(got, at_once(network, rows[branch.row], branch, masks, p.mask), atol=1e-3)


def test_the_log_probability_is_about_that_of_reading_the_text_again(model: MaskedModel) -> None:
    import torch

    left, right = "Il viaggio è durato molti giorni. La nave partì da", " all'alba del giorno dopo, con il mare calmo."
    (fills,) = model.fill([Query(left + right, len(left), len(left), words=(2, 2))], top=8)
    several = [f for f in fills if f.pieces == 2]
    assert several
    tokenizer = model.pieces.tokenizer
    for f in several[:3]:
        ids = tokenizer.encode(left + f.text + right + "\n").ids
        gap = len(tokenizer.encode(left, add_special_tokens=False).ids) + 1
        total = 0.0
        for n in range(f.pieces):
            row = list(ids)
            row[gap + n : gap + f.pieces] = [4] * (f.pieces - n)
            with torch.inference_mode():
                total += float(model.network(torch.tensor([row])).logits[0, gap + n].log_softmax(-1)[ids[gap + n]])
        assert f.log_prob == pytest.approx(total, abs=2.0)


def test_more_of_the_text_is_read_where_several_words_are_missing(model: MaskedModel) -> None:
    near = "Il vento era forte e il cielo si faceva scuro sopra le case del paese. " * 3 + "La sera la nave partì da"
    lefts = [f"{far} {near}" for far in ("Il porto di Genova.", "La cucina di Parigi.")]
    told: list[tuple[int, int] | None] = [(1, 1), None, (2, 2)]
    asked = [
        Query(f"{left} all'alba, con il mare calmo.", len(left), len(left), words=w) for w in told for left in lefts
    ]
    found = [{f.text: f.log_prob for f in fills} for fills in model.fill(asked, top=20)]
    changed = []
    for one, other in (found[:2], found[2:4], found[4:]):
        both = one.keys() & other.keys()
        assert both
        changed.append(any(one[text] != pytest.approx(other[text], abs=1e-3) for text in both))
    assert changed == [False, False, True]


def test_a_batch_of_queries_answers_as_each_alone(model: MaskedModel, filled: dict[str, list[Fill]]) -> None:
    (alone,) = model.fill([query("inside")], batch_size=1)
    assert [f.text for f in alone] == [f.text for f in filled["inside"]]
    assert [f.log_prob for f in alone] == pytest.approx([f.log_prob for f in filled["inside"]], abs=1e-3)


def test_no_queries_no_answers(model: MaskedModel) -> None:
    assert model.fill([]) == []
    assert len(model.fill([Query("", 0, 0)])) == 1


@given(words=st.none() | st.tuples(st.integers(1, 20), st.integers(0, 20)).map(lambda p: (p[0], p[0] + p[1])))
@settings(deadline=None, max_examples=50)
def test_length_weights_are_probabilities(words: Any) -> None:
    weights = Query("testo", 0, 0, words).word_weights()
    assert len(weights) == MAX_WORDS
    assert all(w >= 0.0 for w in weights)
    assert sum(weights) <= 1.0 + 1e-9


def test_an_extent_moves_the_weight_to_its_lengths() -> None:
    one, two = (Query("testo", 0, 0, (n, n)).word_weights() for n in (1, 2))
    assert one[0] > 0.5 > one[1]
    assert two[1] > 0.5 > two[0]
    assert sum(Query("testo", 0, 0, (9, 30)).word_weights()) < 0.3
    assert sum(piece_weights(2, 6)) == pytest.approx(1.0)


def test_a_query_outside_its_text_is_refused() -> None:
    with pytest.raises(RecordError):
        Query("testo", 3, 9)


# --- what cannot be loaded


@pytest.mark.parametrize("name", ["it-en-smal", "./nowhere", "", "a b", "../../x/y", "/no/such/folder"])
def test_unknown_names_are_named_with_what_to_do(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import transformers

    asked: list[bool] = []
    real = transformers.AutoTokenizer.from_pretrained

    def spy(place: str, **options: Any) -> Any:
        asked.append(options["local_files_only"])
        return real(place, **options)

    monkeypatch.setattr(transformers.AutoTokenizer, "from_pretrained", spy)
    with pytest.raises(ModelError, match="it-en-small") as error:
        load(name)
    assert repr(name) in str(error.value)
    assert all(asked), "a name without an owner is never asked for on the network"


def test_a_hub_name_is_not_fetched_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="downloads are switched off"):
        load("no-such-owner/no-such-model")


def test_unreadable_folders(tmp_path: Path, kind: tuple[str, Path]) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        load(str(tmp_path))
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in kind[1].iterdir():
        (broken / file.name).write_bytes(file.read_bytes())
    (broken / "model.safetensors").write_bytes(b"\x00" * 64)
    with pytest.raises(ModelError, match="broken"):
        load(str(broken))


def test_models_that_cannot_fill_are_refused(tmp_path: Path, kind: tuple[str, Path]) -> None:
    name, folder = kind
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    settings_file = tmp_path / "tokenizer_config.json"
    settings_read = json.loads(settings_file.read_text())
    settings_file.write_text(json.dumps({k: v for k, v in settings_read.items() if k != "mask_token"}))
    with pytest.raises(ModelError, match="no mask"):
        load(str(tmp_path))
    import transformers

    config, network = (getattr(transformers, kind) for kind in KINDS[name][1:3])
    body = getattr(network(config.from_pretrained(folder)), network.base_model_prefix)
    settings_file.write_text(json.dumps(settings_read))
    body.save_pretrained(tmp_path)
    with pytest.raises(ModelError, match="no fill-in head"):
        load(str(tmp_path))


def test_a_body_with_a_gap_head_reads_and_fills_in_nothing(tmp_path: Path) -> None:
    import torch
    import transformers
    from safetensors.torch import save_file

    torch.manual_seed(1)
    tokenizer, mask = wordpiece()
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, mask_token=mask, pad_token="[PAD]")
    fast.save_pretrained(tmp_path)
    sizes = {**SMALL, "embedding_size": 8, "vocab_size": tokenizer.get_vocab_size(), "max_position_embeddings": 80}
    body = transformers.ElectraModel(transformers.ElectraConfig(**sizes)).eval()
    body.save_pretrained(tmp_path)
    width = body.config.hidden_size
    head = {"dense.weight": torch.randn(width, width), "dense.bias": torch.zeros(width)}
    save_file(
        head | {"out.weight": torch.randn(5, width), "out.bias": torch.zeros(5)}, tmp_path / "gap_head.safetensors"
    )
    reader = load(str(tmp_path), precision="float32")
    assert (reader.has_gap_head, reader.has_fill_in, reader.encoder is None) == (True, False, False)
    ids = reader.pieces.encode(PROSE).ids[: reader.pieces.width]
    with torch.inference_mode():
        states = body(input_ids=torch.tensor([[*reader.pieces.head, *ids.tolist(), *reader.pieces.tail]]))[0][0]
        assert torch.allclose(
            reader.hidden([ids], [(0, len(ids))])[0], states[len(reader.pieces.head) :][: len(ids)], atol=1e-4
        )
    assert len(reader.signals([PROSE])) == 1


def test_broken_gap_head(tmp_path: Path, kind: tuple[str, Path]) -> None:
    for file in kind[1].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    head = tmp_path / "gap_head.safetensors"
    head.write_bytes(b"nonsense")
    with pytest.raises(ModelError, match="gap head cannot be read"):
        load(str(tmp_path))
    head.write_bytes((MODELS["it-en-small"].folder / "gap_head.safetensors").read_bytes())
    with pytest.raises(ModelError, match="does not fit"):
        load(str(tmp_path))


@pytest.mark.parametrize("device", ["toaster", "cuda:99"])
def test_unknown_devices(device: str) -> None:
    with pytest.raises(ModelError, match=device):
        load("it-en-small", device=device)
