"""A letter from its draft to its delivery."""
