"""A withdrawal from opening it to taking it back."""
