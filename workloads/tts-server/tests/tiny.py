"""Chatterbox itself, with few and narrow layers of random weights, saved as its makers would."""

from functools import partial
from pathlib import Path

import pytest
import torch
from chatterbox.models import s3gen, t3
from chatterbox.models.s3gen import s3gen as s3gen_parts
from chatterbox.models.t3 import llama_configs
from chatterbox.models.tokenizers.tokenizer import SPACE, SPECIAL_TOKENS, UNK
from chatterbox.models.voice_encoder import VoiceEncoder
from s3tokenizer.model_v2 import ModelConfig, S3TokenizerV2
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

# Of speech, in each part: two fifths of a second.
TOKENS = 10


def shrink(patch: pytest.MonkeyPatch) -> None:
    """As it is written, its sizes are constants."""
    for name, size in {"intermediate_size": 64, "num_hidden_layers": 1}.items():
        patch.setitem(llama_configs.LLAMA_520M_CONFIG_DICT, name, size)
    for name, sizes in {
        "UpsampleConformerEncoder": {"linear_units": 64, "num_blocks": 1},
        "ConditionalDecoder": {"n_blocks": 1, "num_mid_blocks": 1},
    }.items():
        patch.setattr(s3gen_parts, name, partial(_smaller, getattr(s3gen_parts, name), sizes))
    listener = ModelConfig(n_audio_state=64, n_audio_head=1, n_audio_layer=1)
    patch.setattr(S3TokenizerV2.__init__, "__defaults__", (listener,))


def _smaller(part, sizes, **asked):
    return part(**{**asked, **sizes})


def save_model(folder: Path) -> Path:
    """Needs to have been shrunk."""
    torch.manual_seed(0)
    folder.mkdir()
    for name, part in {"ve": VoiceEncoder(), "t3_cfg": _speaker(), "s3gen": s3gen.S3Gen()}.items():
        state = {key: value.contiguous().clone() for key, value in part.state_dict().items()}
        save_file(state, folder / f"{name}.safetensors")
    _tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def _speaker() -> t3.T3:
    """Speaks anything at all, and comes to an end: one with random weights would stop at no token."""
    speaker = t3.T3()
    always, late = 0, 1
    with torch.no_grad():
        speaker.speech_emb.weight[:, always] = 20
        speaker.speech_pos_emb.emb.weight[TOKENS:, late] = 200
        speaker.speech_head.weight[:, [always, late]] = 0
        speaker.speech_head.weight[speaker.hp.stop_speech_token, always] = -10
        speaker.speech_head.weight[speaker.hp.stop_speech_token, late] = 10
        # Others than those of speech.
        speaker.speech_head.weight[speaker.hp.stop_speech_token + 1 :, always] = -10
        speaker.speech_head.weight[speaker.hp.start_speech_token, always] = -10
    return speaker


def _tokenizer() -> Tokenizer:
    """Knows letters."""
    letters = [chr(code) for code in range(ord("!"), ord("~") + 1)]
    words = [UNK, *(token for token in SPECIAL_TOKENS if token not in (UNK, SPACE)), SPACE, *letters]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token=UNK))
    tokenizer.pre_tokenizer = Split("", "isolated")
    tokenizer.add_special_tokens(SPECIAL_TOKENS)
    return tokenizer
