"""URLs of the tracker."""

from django.urls import path

from tracker.views.actions import (
    application_action_done,
    application_archive,
    application_end,
    application_move,
    application_next_action,
    application_note,
    application_reopen,
    application_unarchive,
    event_correct,
    event_undo,
)
from tracker.views.applications import (
    application_add,
    application_delete,
    application_detail,
    application_edit,
    company_lookup,
)
from tracker.views.board import board
from tracker.views.bulk import bulk_archive, bulk_delete, bulk_end, bulk_move, bulk_tag, bulk_undo
from tracker.views.calendar import calendar
from tracker.views.inline import application_fact
from tracker.views.interviews import (
    interview_add,
    interview_debrief,
    interview_delete,
    interview_detail,
    interview_edit,
    interview_prep,
    interview_reschedule,
    interview_status,
)
from tracker.views.lists import application_list, filter_lookup
from tracker.views.merging import company_delete, company_merge, contact_delete, contact_merge
from tracker.views.people import (
    agreement_add,
    agreement_delete,
    company_detail,
    company_edit,
    company_list,
    contact_add,
    contact_detail,
    contact_edit,
    contact_list,
)
from tracker.views.reminders import (
    application_remind,
    interview_follow_up,
    interview_remind,
    interview_thank,
    reminder_delete,
    reminder_restore,
)

urlpatterns = [
    path("calendar/", calendar, name="calendar"),
    path("board/", board, name="board"),
    path("applications/", application_list, name="application_list"),
    path("applications/add/", application_add, name="application_add"),
    path("applications/lookup/", filter_lookup, name="filter_lookup"),
    path("applications/bulk/undo/", bulk_undo, name="bulk_undo"),
    path("applications/bulk/move/", bulk_move, name="bulk_move"),
    path("applications/bulk/end/", bulk_end, name="bulk_end"),
    path("applications/bulk/tag/", bulk_tag, name="bulk_tag"),
    path("applications/bulk/archive/", bulk_archive, name="bulk_archive"),
    path("applications/bulk/delete/", bulk_delete, name="bulk_delete"),
    path("applications/<int:pk>/", application_detail, name="application_detail"),
    path("applications/<int:pk>/edit/", application_edit, name="application_edit"),
    path("applications/<int:pk>/facts/<str:name>/", application_fact, name="application_fact"),
    path("applications/<int:pk>/move/", application_move, name="application_move"),
    path("applications/<int:pk>/end/", application_end, name="application_end"),
    path("applications/<int:pk>/reopen/", application_reopen, name="application_reopen"),
    path("applications/<int:pk>/archive/", application_archive, name="application_archive"),
    path("applications/<int:pk>/unarchive/", application_unarchive, name="application_unarchive"),
    path("applications/<int:pk>/delete/", application_delete, name="application_delete"),
    path("applications/<int:pk>/note/", application_note, name="application_note"),
    path("applications/<int:pk>/next/", application_next_action, name="application_next_action"),
    path("applications/<int:pk>/next/done/", application_action_done, name="application_action_done"),
    path("applications/<int:pk>/remind/", application_remind, name="application_remind"),
    path("applications/<int:pk>/interviews/add/", interview_add, name="interview_add"),
    path("applications/<int:pk>/agreements/add/", agreement_add, name="agreement_add"),
    path("agreements/<int:pk>/delete/", agreement_delete, name="agreement_delete"),
    path("events/<int:pk>/correct/", event_correct, name="event_correct"),
    path("events/<int:pk>/undo/", event_undo, name="event_undo"),
    path("interviews/<int:pk>/", interview_detail, name="interview_detail"),
    path("interviews/<int:pk>/edit/", interview_edit, name="interview_edit"),
    path("interviews/<int:pk>/reschedule/", interview_reschedule, name="interview_reschedule"),
    path("interviews/<int:pk>/status/", interview_status, name="interview_status"),
    path("interviews/<int:pk>/prep/", interview_prep, name="interview_prep"),
    path("interviews/<int:pk>/debrief/", interview_debrief, name="interview_debrief"),
    path("interviews/<int:pk>/delete/", interview_delete, name="interview_delete"),
    path("interviews/<int:pk>/remind/", interview_remind, name="interview_remind"),
    path("interviews/<int:pk>/thank/", interview_thank, name="interview_thank"),
    path("interviews/<int:pk>/follow-up/", interview_follow_up, name="interview_follow_up"),
    path("reminders/<int:pk>/delete/", reminder_delete, name="reminder_delete"),
    path("reminders/<int:pk>/restore/", reminder_restore, name="reminder_restore"),
    path("contacts/", contact_list, name="contact_list"),
    path("contacts/add/", contact_add, name="contact_add"),
    path("contacts/<int:pk>/", contact_detail, name="contact_detail"),
    path("contacts/<int:pk>/edit/", contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/delete/", contact_delete, name="contact_delete"),
    path("contacts/<int:pk>/merge/", contact_merge, name="contact_merge"),
    path("companies/", company_list, name="company_list"),
    path("companies/lookup/", company_lookup, name="company_lookup"),
    path("companies/<int:pk>/", company_detail, name="company_detail"),
    path("companies/<int:pk>/edit/", company_edit, name="company_edit"),
    path("companies/<int:pk>/delete/", company_delete, name="company_delete"),
    path("companies/<int:pk>/merge/", company_merge, name="company_merge"),
]
