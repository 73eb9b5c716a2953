"""Addresses of leaving and of what was learned. A name is its view's name."""

from django.urls import path

from withdrawals.views import letters, opening, reflections, workspace

urlpatterns = [
    path("interviews/<int:pk>/withdraw/", opening.interview_withdraw, name="interview_withdraw"),
    path("applications/<int:pk>/withdraw/", opening.application_withdraw, name="application_withdraw"),
    path("withdrawals/<int:pk>/", workspace.withdrawal_detail, name="withdrawal_detail"),
    path("withdrawals/<int:pk>/choose/", workspace.withdrawal_choose, name="withdrawal_choose"),
    path("withdrawals/<int:pk>/checked/", workspace.withdrawal_check_signed, name="withdrawal_check_signed"),
    path("withdrawals/<int:pk>/spoke/", workspace.withdrawal_spoke, name="withdrawal_spoke"),
    path("withdrawals/<int:pk>/known/", workspace.withdrawal_known, name="withdrawal_known"),
    path("withdrawals/<int:pk>/abandon/", workspace.withdrawal_abandon, name="withdrawal_abandon"),
    path("withdrawals/<int:pk>/resume/", workspace.withdrawal_resume, name="withdrawal_resume"),
    path("withdrawals/<int:pk>/restore/", workspace.withdrawal_restore, name="withdrawal_restore"),
    path("withdrawals/<int:pk>/letters/add/", workspace.letter_add, name="letter_add"),
    path("withdrawals/<int:pk>/reflect/", reflections.withdrawal_reflect, name="withdrawal_reflect"),
    path("letters/<int:pk>/save/", letters.letter_save, name="letter_save"),
    path("letters/<int:pk>/compare/", letters.letter_compare, name="letter_compare"),
    path("letters/<int:pk>/rewrite/", letters.letter_rewrite, name="letter_rewrite"),
    path("letters/<int:pk>/address/", letters.letter_address, name="letter_address"),
    path("letters/<int:pk>/keep/", letters.letter_keep_finding, name="letter_keep_finding"),
    path("letters/<int:pk>/take-up/", letters.letter_take_up, name="letter_take_up"),
    path("letters/<int:pk>/send/", letters.letter_send, name="letter_send"),
    path("letters/<int:pk>/schedule/", letters.letter_schedule, name="letter_schedule"),
    path("letters/<int:pk>/recall/", letters.letter_recall, name="letter_recall"),
    path("letters/<int:pk>/send-now/", letters.letter_send_now, name="letter_send_now"),
    path("letters/<int:pk>/move/", letters.letter_move, name="letter_move"),
    path("letters/<int:pk>/resend/", letters.letter_resend, name="letter_resend"),
    path("letters/<int:pk>/mark-sent/", letters.letter_mark_sent, name="letter_mark_sent"),
    path("letters/<int:pk>/versions/", letters.letter_restore_version, name="letter_restore_version"),
    path("letters/<int:pk>/letter.eml", letters.letter_file, name="letter_file"),
    path("letters/<int:pk>/alarm.ics", letters.letter_alarm, name="letter_alarm"),
    path("letters/<int:pk>/card/", letters.letter_card, name="letter_card"),
    path("reflections/", reflections.reflection_list, name="reflection_list"),
    path("applications/<int:pk>/reflect/", reflections.reflection_add, name="reflection_add"),
    path("reflections/<int:pk>/", reflections.reflection_detail, name="reflection_detail"),
    path("reflections/<int:pk>/edit/", reflections.reflection_edit, name="reflection_edit"),
    path("reflections/<int:pk>/delete/", reflections.reflection_delete, name="reflection_delete"),
]
