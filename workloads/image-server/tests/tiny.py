"""A pipeline of random weights, small enough to be made in a test, and saved as its makers would."""

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer


def save_pipeline(folder: Path) -> Path:
    torch.manual_seed(0)
    StableDiffusionPipeline(
        unet=UNet2DConditionModel(
            block_out_channels=(8, 16),
            layers_per_block=1,
            sample_size=16,
            in_channels=4,
            out_channels=4,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            cross_attention_dim=16,
            attention_head_dim=4,
            norm_num_groups=4,
        ),
        vae=AutoencoderKL(
            block_out_channels=[8, 16],
            down_block_types=["DownEncoderBlock2D", "DownEncoderBlock2D"],
            up_block_types=["UpDecoderBlock2D", "UpDecoderBlock2D"],
            latent_channels=4,
            norm_num_groups=4,
        ),
        text_encoder=CLIPTextModel(
            CLIPTextConfig(
                vocab_size=1000,
                hidden_size=16,
                intermediate_size=16,
                num_attention_heads=4,
                num_hidden_layers=1,
                bos_token_id=188,
                eos_token_id=189,
            )
        ),
        tokenizer=_tokenizer(folder.with_name(f"{folder.name}-words")),
        scheduler=DDIMScheduler(steps_offset=1, clip_sample=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder)
    return folder


def _tokenizer(folder: Path) -> CLIPTokenizer:
    """Knows letters."""
    folder.mkdir()
    letters = [chr(code) for code in range(ord("!"), ord("~") + 1)]
    words = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77)
