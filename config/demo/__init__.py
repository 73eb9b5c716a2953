"""The demo: a made-up job search, its data, and how it is created and deleted."""
