"""A made-up search to look at: who is in it, what happened, and how it comes and goes."""
