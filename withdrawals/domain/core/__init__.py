"""Transitions, events, reminders and request builders of a withdrawal: what the other rooms of the domain stand on."""
