"""Stress of a plan: what befalls it one at a time, in pairs, or by chance."""
