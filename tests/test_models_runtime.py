"""The encoder of the bundled model beside transformers, and how it is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from repair.config import PRECISIONS, Config
from repair.errors import ConfigError
from repair.models import MODELS, load
from repair.models.gap_head import GapHead

pytestmark = pytest.mark.model

ARTICLE = Path(__file__).parents[1] / "fixtures" / "articles" / "trump-putin.txt"


def test_the_bundled_model_gives_what_transformers_gives() -> None:
    """Its files are those of a model as transformers keeps it, read by transformers alone."""
    import torch
    from safetensors.torch import load_file
    from torch.nn.functional import gelu, linear
    from transformers import AutoModelForMaskedLM, AutoTokenizer

    folder = MODELS["it-en-small"].folder
    network, report = AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert not any(report[kind] for kind in ("missing_keys", "unexpected_keys", "mismatched_keys"))
    asked = tokenizer(ARTICLE.read_text(encoding="utf-8")[:600].replace("\n\n", "\n"), return_tensors="pt")
    asked["attention_mask"][0, -9:] = 0
    ours = load("it-en-small", device="cpu", precision="float32")
    gap_head = GapHead.read(folder, 384, torch.device("cpu"))
    assert gap_head is not None
    head = {name: value.float() for name, value in load_file(folder / "gap_head.safetensors").items()}
    with torch.inference_mode():
        theirs = network(asked["input_ids"], asked["attention_mask"], output_hidden_states=True)
        found = ours.network(asked["input_ids"], asked["attention_mask"])
        assert torch.allclose(found.logits[:, :-9], theirs.logits[:, :-9], atol=1e-3)
        assert torch.allclose(found.last_hidden_state[:, :-9], theirs.hidden_states[-1][:, :-9], atol=1e-4)
        assert ours.encoder is not None  # which is not tested when the model is loaded
        whole = ours.network(asked["input_ids"]).last_hidden_state
        assert torch.allclose(ours.encoder(asked["input_ids"])[0], whole, atol=1e-4)
        inner = gelu(linear(found.last_hidden_state, head["dense.weight"], head["dense.bias"]))
        ours_said = gap_head(found.last_hidden_state)
    assert torch.allclose(ours_said, linear(inner, head["out.weight"], head["out.bias"]).softmax(-1))


def test_its_tokenizer_is_that_of_transformers() -> None:
    from transformers import AutoTokenizer

    theirs = AutoTokenizer.from_pretrained(MODELS["it-en-small"].folder)
    pieces = load("it-en-small", device="cpu", precision="float32").pieces
    text = ARTICLE.read_text(encoding="utf-8")[:800]
    assert pieces.encode(text).ids.tolist() == theirs(text, add_special_tokens=False)["input_ids"]
    assert (pieces.mask, pieces.padding, pieces.unknown) == (
        theirs.mask_token_id,
        theirs.pad_token_id,
        theirs.unk_token_id,
    )
    assert [*pieces.head, *pieces.tail] == [theirs.cls_token_id, theirs.sep_token_id]


def test_the_bundled_model_is_read_without_transformers(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom repair.cli.main import cli\n"
        f"try: cli(['check', {str(ARTICLE)!r}, '--isolated', '--precision', 'bfloat16', '-o', {str(tmp_path / 'out')!r}])\n"
        "except SystemExit as end: assert end.code == 1\n"
        "assert 'torch' in sys.modules\n"
        "print(sorted({'transformers', 'huggingface_hub', 'torch._dynamo', 'torch._inductor'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_an_unknown_precision_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError) as error:
        Config(precision="float8")  # type: ignore[arg-type]
    assert all(precision in str(error.value) for precision in PRECISIONS)
