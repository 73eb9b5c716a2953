"""Forms of the search. They clean; the domain's verbs write."""
