"""Addresses of the forms that write, of the history, and of Undo."""

from django.urls import path

from negotiations.dashboard import documents
from negotiations.dashboard.account_pages import GiveAccount, ReviseAccount, WithdrawAccount
from negotiations.dashboard.adding import Add, AddDocument, AddEvent, AddMeeting, AddProposal, AddStatement
from negotiations.dashboard.brief import Brief
from negotiations.dashboard.bulk import BulkAlert, BulkOwner, BulkStatus, BulkWatch
from negotiations.dashboard.code_lists import CodeLists
from negotiations.dashboard.condition_pages import AddCondition, ClearCondition, EditCondition, FollowCondition
from negotiations.dashboard.look import Look
from negotiations.dashboard.members import ChangeMember, Members, Roles
from negotiations.dashboard.office import AddPerson, ChangeAccess, People
from negotiations.dashboard.own_address import AskForAddress, ConfirmAddress
from negotiations.dashboard.pace import Pace
from negotiations.dashboard.party_order import PartyOrder
from negotiations.dashboard.pasting import AddText
from negotiations.dashboard.proposal_description import CheckProposal, EditProposal
from negotiations.dashboard.proposal_history import ProposalHistory
from negotiations.dashboard.proposal_moves import ChangeStatus, RecordPosition
from negotiations.dashboard.settings_page import Settings
from negotiations.dashboard.tokens import RevokeToken, Tokens
from negotiations.dashboard.undoing import Undo

_CONDITION = "proposals/<str:reference>/conditions/<str:condition>"
_ACCOUNT = "proposals/<str:reference>/accounts/<int:pk>"

editing = [
    path("settings/", Settings.as_view(), name="settings"),
    path("settings/address/", AskForAddress.as_view(), name="address"),
    path("settings/address/<str:token>/", ConfirmAddress.as_view(), name="address-confirm"),
    path("settings/code-lists/", CodeLists.as_view(), name="code-lists"),
    path("settings/tokens/", Tokens.as_view(), name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", RevokeToken.as_view(), name="token-revoke"),
    path("settings/look/", Look.as_view(), name="look"),
    path("settings/office/", People.as_view(), name="office"),
    path("settings/office/add/", AddPerson.as_view(), name="office-add"),
    path("settings/office/<int:pk>/", ChangeAccess.as_view(), name="office-person"),
    path("settings/roles/", Roles.as_view(), name="roles"),
    path("settings/parties/", PartyOrder.as_view(), name="party-order"),
    path("negotiations/<str:reference>/members/", Members.as_view(), name="members"),
    path("negotiations/<str:reference>/members/<int:pk>/", ChangeMember.as_view(), name="member"),
    path("negotiations/<str:reference>/pace/", Pace.as_view(), name="pace"),
    path("add/", Add.as_view(), name="add"),
    path("add/text/", AddText.as_view(), name="add-text"),
    path("add/event/", AddEvent.as_view(), name="add-event"),
    path("add/meeting/", AddMeeting.as_view(), name="add-meeting"),
    path("add/statement/", AddStatement.as_view(), name="add-statement"),
    path("add/document/", AddDocument.as_view(), name="add-document"),
    path("add/proposal/", AddProposal.as_view(), name="add-proposal"),
    path("bulk/status/", BulkStatus.as_view(), name="bulk-status"),
    path("bulk/owner/", BulkOwner.as_view(), name="bulk-owner"),
    path("bulk/alert/", BulkAlert.as_view(), name="bulk-alert"),
    path("bulk/watch/", BulkWatch.as_view(), name="bulk-watch"),
    path("undo/<str:saving>/", Undo.as_view(), name="undo"),
    path("proposals/<str:reference>/history/", ProposalHistory.as_view(), name="proposal-history"),
    path("proposals/<str:reference>/brief/", Brief.as_view(), name="proposal-brief"),
    path("proposals/<str:reference>/documents/add/", documents.AddDocument.as_view(), name="document-add"),
    path("proposals/<str:reference>/documents/<int:pk>/", documents.Document.as_view(), name="document"),
    path("proposals/<str:reference>/edit/", EditProposal.as_view(), name="proposal-edit"),
    path("proposals/<str:reference>/checked/", CheckProposal.as_view(), name="proposal-checked"),
    path("proposals/<str:reference>/conditions/add/", AddCondition.as_view(), name="condition-add"),
    *(
        path(f"{_CONDITION}/{route}/", page.as_view(), name=f"condition-{route}")
        for route, page in {"edit": EditCondition, "progress": FollowCondition, "clear": ClearCondition}.items()
    ),
    path("proposals/<str:reference>/accounts/add/", GiveAccount.as_view(), name="account-add"),
    *(
        path(f"{_ACCOUNT}/{route}/", page.as_view(), name=f"account-{route}")
        for route, page in {"revise": ReviseAccount, "withdraw": WithdrawAccount}.items()
    ),
    path("proposals/<str:reference>/status/", ChangeStatus.as_view(), name="proposal-status"),
    path("proposals/<str:reference>/positions/add/", RecordPosition.as_view(), name="position-add"),
]
