from reminders.states import LIVE_STATES, TRANSITIONS, UNSETTLED, DeliveryState


def test_every_state_says_where_it_may_go() -> None:
    assert set(TRANSITIONS) == set(DeliveryState)


def test_sent_is_the_end() -> None:
    assert TRANSITIONS[DeliveryState.SENT] == frozenset()


def test_unknown_is_left_only_by_the_truth_or_by_the_person() -> None:
    assert TRANSITIONS[DeliveryState.UNKNOWN] == {DeliveryState.SENT, DeliveryState.SCHEDULED}


def test_what_is_being_sent_cannot_be_cancelled() -> None:
    assert DeliveryState.CANCELLED not in TRANSITIONS[DeliveryState.SENDING]


def test_nothing_is_both_live_and_unsettled() -> None:
    assert set() == LIVE_STATES & UNSETTLED
