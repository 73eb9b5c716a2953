"""The errors of the domain: messages are written for the person who reads the page."""


class DomainError(Exception):
    """The asked-for act is not possible; ``str(error)`` says why and what to do."""


class Conflict(DomainError):
    """The record changed meanwhile: what the caller saw is no longer so."""
