"""Transitions, events, reminders and request builders of a withdrawal. All other rooms import it."""
