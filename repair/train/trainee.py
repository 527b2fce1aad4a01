"""A model in training: a masked language model with a gap head beside it, and the folder that it is kept in."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn.functional import gelu

from repair.errors import ModelError
from repair.models import model_place
from repair.models.gap_head import CLASSES, GAP_HEAD_FILE, GapHead
from repair.models.layout import fold_blanks
from repair.models.loading import alone, read_network
from repair.models.masked import FILL_IN_HEADS
from repair.models.pieces import Pieces, reserved_positions
from repair.models.runtime.encoder import base_of

__all__ = ["Trainee", "from_nothing", "student_of"]

_HEAD_WIDTH: Final = 32  # of an attention head
_STD: Final = 0.02
_NARROW: Final = 80  # numbers of a piece's own vector in a student, which with 32,000 pieces make up half of its size
_WIDE: Final = 2  # inner numbers of a student's layer for each number of its width


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


class Trainee(nn.Module):
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

    def digest(self) -> str:
        """A fingerprint of all its weights."""
        mark = blake2b(digest_size=12)
        for name, value in self.state_dict().items():
            mark.update(name.encode() + value.cpu().contiguous().numpy().tobytes())
        return mark.hexdigest()

    @property
    def longest(self) -> int:
        """Pieces that it can read at once, markers included."""
        config = self.network.config
        return int(getattr(config, "max_position_embeddings", 512)) - reserved_positions(config)

    def forward(
        self, ids: torch.Tensor, real: torch.Tensor, fill_at: torch.Tensor, gap_at: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of all pieces at the places `fill_at`, and of the five classes at `gap_at`: numbers into the flattened
        `ids` [rows, pieces], of which those are padding that `real` has 0 for."""
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
    config = _config(made.get_vocab_size(), layers, width, positions=512, padding=1)
    return Trainee(BertForMaskedLM(config), tokenizer)


def student_of(teacher: Trainee, texts: Iterable[str], *, layers: int, width: int) -> Trainee:
    """A smaller network over the pieces of a teacher, without a fill-in head.

    Its vectors of pieces are short, and widened for the layers. They begin in the directions in which those differ most,
    over the pieces of the texts, that the teacher's first layer sees. A student as wide as its teacher begins with layers
    of that, from the first to the last, each with the inner numbers that weigh most.
    """
    from transformers import ElectraConfig, ElectraModel

    known = teacher.network.config
    if teacher.new_head:
        raise ModelError("the teacher has no gap head", hint="train one first: repair train gaps")
    if width > known.hidden_size or (width == known.hidden_size and layers > known.num_hidden_layers):
        raise ModelError(
            f"the teacher is smaller ({known.num_hidden_layers} layers of {known.hidden_size}) than its student",
            hint="give a lower --layers or --width",
        )
    narrow = min(width // 2, _NARROW)
    config = ElectraConfig(
        vocab_size=known.vocab_size,
        embedding_size=narrow,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=known.num_attention_heads if width == known.hidden_size else width // _HEAD_WIDTH,
        intermediate_size=_WIDE * width,
        max_position_embeddings=teacher.longest,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=known.pad_token_id or 0,
        architectures=["ElectraModel"],
    )
    network = ElectraModel(config)
    own = base_of(teacher.network)
    with torch.no_grad():
        widening, offset = _narrowed(
            own.embeddings, network.embeddings, _counts(teacher.pieces, texts, known.vocab_size)
        )
        if width == known.hidden_size:
            network.embeddings_project.weight.copy_(widening)
            network.embeddings_project.bias.copy_(offset)
            for number, mine in enumerate(network.encoder.layer):
                _copied(mine, own.encoder.layer[_spread(number, layers, known.num_hidden_layers)])
    head = teacher.gap.state_dict() if width == known.hidden_size else None
    student = Trainee(network, deepcopy(teacher.tokenizer), head)
    student.new_head = False
    return student


def _spread(number: int, layers: int, of: int) -> int:
    """Which of a teacher's layers a student's begins as: the first as the first, the last as the last, so that they fit its
    embeddings and its gap head."""
    return round(number * (of - 1) / max(1, layers - 1))


def _counts(pieces: Pieces, texts: Iterable[str], vocabulary: int) -> torch.Tensor:
    """How often each piece occurs in the texts, of shape [vocabulary]."""
    counts = np.zeros(vocabulary, np.int64)
    for text in texts:
        counts += np.bincount(pieces.encode(fold_blanks(text).text).ids, minlength=vocabulary)
    return torch.from_numpy(counts)


def _narrowed(its: Any, own: Any, counts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Sets a student's vectors of pieces and places to those of its teacher in fewer directions, and gives the weights
    [wide, narrow] and biases [wide] that lead back to what the teacher's first layer sees."""
    size, narrow = own.position_embeddings.weight.shape
    words, norm = its.word_embeddings.weight.float(), its.LayerNorm
    first = len(its.position_embeddings.weight) - size  # places that it keeps back
    places = its.position_embeddings.weight[first:].float()
    middle = places.mean(0)
    seen = words + middle + its.token_type_embeddings.weight[0]
    spread = seen.std(1, correction=0, keepdim=True)
    seen = norm(seen)
    weights = (counts.float() + 1).sqrt()
    weights /= weights.sum()
    offset = weights @ seen
    apart = seen - offset
    directions = torch.linalg.eigh(apart.T @ (weights.unsqueeze(1) * apart)).eigenvectors[:, -narrow:]
    short = apart @ directions
    own.word_embeddings.weight.copy_(short)
    own.position_embeddings.weight.copy_((places - middle) / (weights @ spread) * norm.weight @ directions)
    own.token_type_embeddings.weight.zero_()
    # the student's own norm makes all vectors equally long
    return directions * (weights @ short.std(1, correction=0)), offset


def _copied(own: Any, its: Any) -> None:
    """Gives a student's layer the weights of a teacher's, with as many of its inner numbers as there is room for."""
    wide, narrow = its.intermediate.dense, its.output.dense
    kept = (wide.weight.norm(dim=1) * narrow.weight.norm(dim=0)).topk(len(own.intermediate.dense.bias)).indices
    state = {name: value.clone() for name, value in its.state_dict().items()}
    state["intermediate.dense.weight"], state["intermediate.dense.bias"] = wide.weight[kept], wide.bias[kept]
    state["output.dense.weight"] = narrow.weight[:, kept]
    own.load_state_dict(state)


def _config(vocabulary: int, layers: int, width: int, *, positions: int, padding: int) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // _HEAD_WIDTH,
        intermediate_size=4 * width,
        max_position_embeddings=positions,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=padding,
        architectures=["BertForMaskedLM"],
        tie_word_embeddings=True,
    )
