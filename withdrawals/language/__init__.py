"""Letters, reviews and replies as language. Pure: no Django, no clock; plain values in, plain values out."""
