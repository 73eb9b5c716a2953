"""Models of the tracker."""

from tracker.models.agreement import Agreement
from tracker.models.application import Application
from tracker.models.company import Company, Contact, Source, Tag
from tracker.models.event import Event
from tracker.models.interview import Interview
from tracker.models.posting import Posting

__all__ = ["Agreement", "Application", "Company", "Contact", "Event", "Interview", "Posting", "Source", "Tag"]
