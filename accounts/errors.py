"""The errors of the domain. Pages show their messages to the person."""


class DomainError(Exception):
    """The requested action is not possible. The message gives the reason and what to do."""


class Conflict(DomainError):
    """The record changed since the caller read it."""
