"""Sapa's own voices: a small network speaks live, the large one it learned from renders ahead."""
