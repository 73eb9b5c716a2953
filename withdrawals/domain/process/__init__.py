"""Open, abandon, resume and undo withdrawals."""
