from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"

    def ready(self) -> None:
        from reminders.domain.delivery_handler import ReminderHandler  # models cannot be imported earlier
        from reminders.domain.reminders import REMINDER_KIND
        from reminders.ports import register_kind

        register_kind(REMINDER_KIND, ReminderHandler())
