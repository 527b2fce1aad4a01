"""A model in training: a masked language model with a gap head beside it, and the folder that it is kept in."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn.functional import gelu

from repair.models import model_place
from repair.models.gap_head import CLASSES, GAP_HEAD_FILE, GapHead
from repair.models.loading import alone, read_network
from repair.models.masked import FILL_IN_HEADS
from repair.models.pieces import Pieces, reserved_positions
from repair.models.runtime.encoder import base_of
from repair.train.learner import Learner

__all__ = ["Trainee", "from_nothing"]

_HEAD_WIDTH: Final = 32  # of an attention head
_STD: Final = 0.02


class _Gap(nn.Module):
    """The layers of a gap head, under the names that its file has."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.dense = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, CLASSES)
        for layer in (self.dense, self.out):
            nn.init.normal_(layer.weight, std=_STD)
            nn.init.zeros_(layer.bias)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.out(gelu(self.dense(hidden)))
        return scores


class Trainee(Learner):
    """A network of transformers, its tokenizer, and a gap head: the base's own, or a new one (`new_head`) of random
    weights."""

    def __init__(self, network: Any, tokenizer: Any, head: dict[str, torch.Tensor] | None = None) -> None:
        super().__init__()
        self.network = network
        self.tokenizer = tokenizer
        self.new_head = head is None
        self.gap = _Gap(network.config.hidden_size)
        if head is not None:
            self.gap.load_state_dict(head)
        self._base = base_of(network)
        self.fills = self._base is not network
        """Whether it has a fill-in head."""
        self._fill = getattr(network, FILL_IN_HEADS.get(type(network).__name__, ""), None)

    @classmethod
    def of(cls, name: str) -> Trainee:
        """The model `name`, a bundled one, a folder or a hub name. Raises `ModelError`."""
        place, hub = model_place(name)
        network, tokenizer = read_network(name, place, hub=hub, unfinished=True)
        network = network.float()
        head = None if hub else GapHead.read(Path(place), network.config.hidden_size, torch.device("cpu"))
        return cls(network, tokenizer, None if head is None else head.weights)

    @property
    def pieces(self) -> Pieces:
        """Its tokenizer, as rows are made with it."""
        return Pieces.of("the base", deepcopy(self.tokenizer), self.network.config)

    @property
    def architecture(self) -> str:
        """What it is, for a card."""
        config = self.network.config
        return (
            f"{config.model_type}: {config.num_hidden_layers} layers, width {config.hidden_size}, "
            f"{config.vocab_size:,} pieces, weights in float16"
        )

    @property
    def longest(self) -> int:
        """Pieces that it can read at once, markers included."""
        config = self.network.config
        return int(getattr(config, "max_position_embeddings", 512)) - reserved_positions(config)

    def forward(
        self, ids: torch.Tensor, real: torch.Tensor, fill_at: torch.Tensor, gap_at: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """See `Learner.forward`."""
        if self._fill is not None or not self.fills:
            hidden = self._base(input_ids=ids, attention_mask=real).last_hidden_state.flatten(0, 1)
            return self._fill(hidden[fill_at]) if self._fill else hidden[:0], self.gap(hidden[gap_at])
        states: list[torch.Tensor] = []
        kept = self._base.register_forward_hook(lambda _module, _given, found: states.append(found[0]))
        try:
            scores = self.network(input_ids=ids, attention_mask=real).logits.flatten(0, 1)
        finally:
            kept.remove()
        return scores[fill_at], self.gap(states[0].flatten(0, 1)[gap_at])

    def blended(self, base: Trainee, share: float) -> None:
        """Takes `share` (0–1) of its own weights and the rest of the base's."""
        own, other = self.state_dict(), base.state_dict()
        self.load_state_dict(
            {k: v.lerp(other[k].to(v), 1 - share) if v.is_floating_point() else v for k, v in own.items()}
        )

    def save(self, folder: Path) -> None:
        """Writes the files of a model folder, with weights in sixteen bits, as `--model` and transformers read them. A gap
        head that never learned anything is left out."""
        network = deepcopy(self.network).half().cpu()
        with alone():
            network.save_pretrained(folder)
            self.tokenizer.save_pretrained(folder)
            self.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)  # half as long
        if self.new_head:
            return
        weights = {name: value.half().cpu().contiguous() for name, value in self.gap.state_dict().items()}
        save_file(weights, folder / GAP_HEAD_FILE, metadata={"format": "pt"})


def from_nothing(texts: Iterable[str], *, layers: int, width: int, vocabulary: int) -> Trainee:
    """A BERT of random weights, and a vocabulary of the commonest parts of the words of the texts."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import BertForMaskedLM, PreTrainedTokenizerFast

    markers = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    made = Tokenizer(models.BPE(unk_token="<unk>"))  # the same for the same texts, which a unigram model is not
    made.normalizer = normalizers.NFKC()
    # a line break is a piece of its own: the gap head says there whether a paragraph was cut off
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split("\n", "isolated"), pre_tokenizers.Metaspace(prepend_scheme="first")]
    )
    made.decoder = decoders.Metaspace(prepend_scheme="first")
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=markers,
        initial_alphabet=["\n"],
        show_progress=False,
    )
    made.train_from_iterator(texts, trainer)
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    fast: Any = PreTrainedTokenizerFast
    tokenizer = fast(
        tokenizer_object=made,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        mask_token="<mask>",
        model_max_length=512,
    )
    config = _config(made.get_vocab_size(), layers, width)
    return Trainee(BertForMaskedLM(config), tokenizer)


def _config(vocabulary: int, layers: int, width: int) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // _HEAD_WIDTH,
        intermediate_size=4 * width,
        max_position_embeddings=512,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=1,
        architectures=["BertForMaskedLM"],
        tie_word_embeddings=True,
    )
