"""Forms of the tracker. They validate; the functions of tracker/domain write."""
