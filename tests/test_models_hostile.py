"""Model folders that want more than to be read: code, pickles, kernels, other models, files elsewhere.

What such a folder would run writes a file, `ran`, in the folder of the test: it must never be there.
"""

from __future__ import annotations

import ast
import json
import pickle
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from cli_runner import DAMAGED, run

from repair.errors import ModelError
from repair.models import MODELS, load

pytestmark = pytest.mark.model

ROOT: Final = Path(__file__).parent.parent / "repair"
CODE: Final = "from pathlib import Path\nPath({ran!r}).touch()\nfrom transformers import *\n"
CUSTOM: Final = "class Custom(PreTrainedConfig if 'PreTrainedConfig' in globals() else PretrainedConfig):\n    pass\n"


class Bomb:
    """Unpickled, it writes a file."""

    def __init__(self, ran: Path) -> None:
        self.ran = ran

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.ran,)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small masked model as anybody would save it."""
    import transformers

    folder = tmp_path_factory.mktemp("sound")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(MODELS["it-en-small"].folder / name, folder)
    sizes = {"num_hidden_layers": 1, "hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 8}
    config = transformers.BertConfig(vocab_size=32000, max_position_embeddings=80, pad_token_id=1, **sizes)
    transformers.BertForMaskedLM(config).save_pretrained(folder)
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """The sound model, to be spoiled. Its files of code and pickles would write `ran` beside the folder."""
    made = tmp_path / "model"
    shutil.copytree(sound, made)
    for name in ("configuration_custom.py", "modeling_custom.py", "tokenization_custom.py"):
        (made / name).write_text(CODE.format(ran=str(tmp_path / "ran")) + CUSTOM)
    return made


def change(folder: Path, name: str, **settings: Any) -> None:
    path = folder / name
    old = json.loads(path.read_bytes()) if path.exists() else {}
    path.write_text(json.dumps({**old, **settings}))


def remove_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def config_of_its_own(folder: Path) -> None:
    change(folder, "config.json", model_type="custom", auto_map={"AutoConfig": "configuration_custom.Custom"})


def network_of_its_own(folder: Path) -> None:
    change(folder, "config.json", auto_map={"AutoModelForMaskedLM": "modeling_custom.Custom"})


def code_of_another_repository(folder: Path) -> None:
    change(folder, "config.json", model_type="custom", auto_map={"AutoConfig": "owner/name--configuration.Custom"})


def code_deep_inside(folder: Path) -> None:
    change(folder, "config.json", text_config={"parts": [{"auto_map": {"AutoModel": "modeling_custom.Custom"}}]})


def tokenizer_of_its_own(folder: Path) -> None:
    pair = ["tokenization_custom.Custom", "tokenization_custom.Custom"]
    change(folder, "tokenizer_config.json", tokenizer_class="Custom", auto_map={"AutoTokenizer": pair})


def tokenizer_of_its_own_in_a_list(folder: Path) -> None:
    change(folder, "config.json", model_type="custom")
    change(folder, "tokenizer_config.json", auto_map=["tokenization_custom.Custom", None])


def pickled_weights(folder: Path) -> None:
    remove_weights(folder)
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb(folder.parent / "ran")))


def pickled_weights_in_parts(folder: Path) -> None:
    remove_weights(folder)
    change(folder, "pytorch_model.bin.index.json", metadata={}, weight_map={"x": "pytorch_model-1.bin"})
    (folder / "pytorch_model-1.bin").write_bytes(pickle.dumps(Bomb(folder.parent / "ran")))


def a_pickle_called_safe(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(pickle.dumps(Bomb(folder.parent / "ran")))


def a_pickled_gap_head(folder: Path) -> None:
    (folder / "gap_head.safetensors").write_bytes(pickle.dumps(Bomb(folder.parent / "ran")))


def weights_elsewhere(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder.parent / "elsewhere.safetensors")
    change(folder, "model.safetensors.index.json", metadata={}, weight_map={"x": "../elsewhere.safetensors"})


def weights_at_a_path(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder.parent / "elsewhere.safetensors")
    there = str(folder.parent / "elsewhere.safetensors")
    change(folder, "model.safetensors.index.json", metadata={}, weight_map={"x": there})


def weights_by_a_setting(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder.parent / "elsewhere.safetensors")
    change(folder, "config.json", transformers_weights="../elsewhere.safetensors")


def a_compiled_kernel(folder: Path) -> None:
    change(folder, "config.json", attn_implementation="owner/name")


def a_compiled_kernel_by_another_name(folder: Path) -> None:
    change(folder, "config.json", _attn_implementation={"": "owner/name:kernel"})


def another_model_below(folder: Path) -> None:
    change(folder, "adapter_config.json", peft_type="LORA", base_model_name_or_path="owner/name")


def weights_to_unpack(folder: Path) -> None:
    change(folder, "config.json", quantization_config={"quant_method": "mxfp4"})


def nested_deeply(folder: Path) -> None:
    (folder / "config.json").write_text('{"a":' * 200_000 + "1" + "}" * 200_000)


HOSTILE: Final[dict[Callable[[Path], None], str]] = {
    config_of_its_own: "config.json",
    network_of_its_own: "config.json",
    code_of_another_repository: "config.json",
    code_deep_inside: "config.json",
    tokenizer_of_its_own: "tokenizer_config.json",
    tokenizer_of_its_own_in_a_list: "tokenizer_config.json",
    pickled_weights: "pytorch_model.bin",
    pickled_weights_in_parts: "pytorch_model-1.bin",
    a_pickle_called_safe: "model",
    a_pickled_gap_head: "gap_head.safetensors",
    weights_elsewhere: "model.safetensors.index.json",
    weights_at_a_path: "model.safetensors.index.json",
    weights_by_a_setting: "config.json",
    a_compiled_kernel: "config.json",
    a_compiled_kernel_by_another_name: "config.json",
    another_model_below: "adapter_config.json",
    weights_to_unpack: "config.json",
    nested_deeply: "config.json",
}


@pytest.mark.parametrize(("spoil", "named"), HOSTILE.items(), ids=lambda v: getattr(v, "__name__", ""))
def test_a_folder_that_wants_more_than_to_be_read_is_refused_and_the_article_answers_nothing(
    spoil: Callable[[Path], None], named: str, folder: Path, tmp_path: Path
) -> None:
    spoil(folder)
    outcome = run("suggest", "-", "--model", folder, stdin=b"y\n" * 20 + DAMAGED.encode())
    assert not (tmp_path / "ran").exists()
    assert outcome.code == 2
    assert outcome.out == ""
    assert str(folder) in outcome.err, outcome.err
    assert named in outcome.err
    assert "[y/N]" not in outcome.err
    assert "; " in outcome.err, "what to do about it"


def test_a_configuration_file_that_names_such_a_folder_runs_nothing_either(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config_of_its_own(folder)
    (tmp_path / "repair.toml").write_text('model = "model"\n')
    monkeypatch.chdir(tmp_path)
    outcome = run("suggest", "-", stdin=b"y\n" + DAMAGED.encode())
    assert outcome.code == 2
    assert "never run" in outcome.err
    assert not (tmp_path / "ran").exists()


def test_what_a_folder_holds_besides_data_is_never_looked_at(folder: Path, tmp_path: Path) -> None:
    """Code, a pickle beside sound weights, a chat template, an ONNX file with data elsewhere, paths of its saver."""
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb(tmp_path / "ran")))
    template = "{{ cycler.__init__.__globals__.os.system('touch " + str(tmp_path / "ran") + "') }}"
    (folder / "chat_template.jinja").write_text(template)
    (folder / "model.onnx").write_bytes(b"\x08\x07external_data ../../secret")
    (folder / "sitecustomize.py").write_text(CODE.format(ran=str(tmp_path / "ran")))
    change(
        folder, "tokenizer_config.json", chat_template=template, vocab_file="../../secret", merges_file="/etc/passwd"
    )
    model = load(str(folder))
    assert not model.has_gap_head
    assert not (tmp_path / "ran").exists()
    assert str(folder) not in sys.path


@pytest.mark.parametrize("spoil", [pickled_weights, config_of_its_own], ids=lambda f: f.__name__)
def test_a_hub_model_in_the_cache_is_looked_through_alike(
    spoil: Callable[[Path], None], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(folder)
    cached = tmp_path / "hub" / "models--owner--name"
    snapshot = cached / "snapshots" / ("0" * 40)
    snapshot.parent.mkdir(parents=True)
    folder.rename(snapshot)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("0" * 40)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    with pytest.raises(ModelError, match=r"never run|pickle"):
        load("owner/name")
    assert not (tmp_path / "ran").exists()


def test_a_sound_hub_model_in_the_cache_is_read(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached = tmp_path / "hub" / "models--owner--name"
    shutil.copytree(sound, cached / "snapshots" / ("0" * 40))
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("0" * 40)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    assert load("owner/name").name == "owner/name"


def calls(name: str) -> list[tuple[str, ast.Call]]:
    """Every call of something of this name in the package, with its file."""
    found = []
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
                found.append((path.relative_to(ROOT).as_posix(), node))
    return found


def test_every_load_says_what_it_never_does() -> None:
    found = calls("from_pretrained")
    assert found
    for file, call in found:
        said = {k.arg: k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)}
        assert said.get("trust_remote_code") is False, f"{file}:{call.lineno}"
        assert said.get("local_files_only") is True, f"{file}:{call.lineno}: what is fetched is looked through first"
        if "Model" in ast.unparse(call.func):
            assert said.get("use_safetensors") is True, f"{file}:{call.lineno}"
            assert said.get("weights_only") is True, f"{file}:{call.lineno}"


def test_nothing_else_opens_models_or_pickles() -> None:
    for path in ROOT.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "torch.load" not in text, path
        assert "torch.hub" not in text, path
        if (
            path.parent.name != "engines" or path.name != "ray.py"
        ):  # which sends this package's own functions to its own workers
            assert not re.search(r"^\s*(?:import|from) (?:pickle|dill|joblib|cloudpickle)\b", text, re.MULTILINE), path
    assert not calls("input")
