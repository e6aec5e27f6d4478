"""Benchmarks on drawn missions: how large models are, how fast they are built and solved."""
