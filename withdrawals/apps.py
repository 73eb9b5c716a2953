from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    name = "withdrawals"

    def ready(self) -> None:
        """Register the handler of letters with the engine, and the participant with the tracker."""
        from reminders.ports import register_kind
        from tracker.ports import register_participant
        from withdrawals.domain.letters.delivery_handler import LETTER_KIND, LetterHandler
        from withdrawals.domain.process.participation import WithdrawalParticipant

        register_kind(LETTER_KIND, LetterHandler())
        register_participant(WithdrawalParticipant())
