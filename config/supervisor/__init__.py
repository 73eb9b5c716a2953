"""The process tree of ``manage.py up``: web, worker, beat and broker."""
