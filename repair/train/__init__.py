"""Training: fill-in heads, gap heads and small readers, from texts and from pages whose damage is known.

Importing this package is cheap; only `repair.train.run` imports torch, transformers and accelerate.
"""
