"""Replies, feedback and keeping in touch after the employer was notified."""
