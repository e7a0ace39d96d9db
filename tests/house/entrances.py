"""Every address of the platform and who may enter. An address missing here fails the tests.

PUBLIC: anybody. SIGNED_IN: whoever has signed in. A `Permission`: whoever holds it somewhere. The path of a test
module: it depends on the thing behind the address, and that module proves for whom (its neighbour's 404 included).
"""

from kakehashi.foundation.access.choices import Permission

PUBLIC = "public"
SIGNED_IN = "signed in"
Entrance = str | Permission

_ACCOUNTS: dict[str, Entrance] = {  # allauth's own pages; it guards each by the state of the sign-in
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": SIGNED_IN,
    "socialaccount_signup": PUBLIC,
    "socialaccount_connections": SIGNED_IN,
    "saml_acs": PUBLIC,
    "saml_finish_acs": PUBLIC,
    "saml_sls": PUBLIC,
    "saml_metadata": PUBLIC,
    "saml_login": PUBLIC,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
}
_PEOPLE = "tests/foundation/access/test_views.py"
_FOUNDATION: dict[str, Entrance] = {
    "set_language": PUBLIC,
    "ui:gallery": PUBLIC,
    "ui:page": PUBLIC,
    "audit:rows": Permission.SEE_AUDIT,
    "audit:row": Permission.SEE_AUDIT,
    "translation:languages": SIGNED_IN,
    "organisations:list": SIGNED_IN,
    "organisations:organisation": _PEOPLE,
    "organisations:holidays": _PEOPLE,
    "organisations:add": Permission.EDIT_REGISTER,
    "organisations:edit": Permission.EDIT_REGISTER,
    "organisations:add_relation": Permission.EDIT_REGISTER,
    "organisations:end_relation": Permission.EDIT_REGISTER,
    "organisations:add_term": Permission.EDIT_REGISTER,
    "organisations:end_term": Permission.EDIT_REGISTER,
    "organisations:add_successor": Permission.EDIT_REGISTER,
    "organisations:add_holiday": Permission.EDIT_REGISTER,
    "organisations:remove_holiday": Permission.EDIT_REGISTER,
    "access:people": SIGNED_IN,
    "access:person": _PEOPLE,
    "access:edit_person": _PEOPLE,
    "access:roles": _PEOPLE,
    "access:grant": _PEOPLE,
    "access:invite": _PEOPLE,
    "access:end_role": _PEOPLE,
    "access:revoke": _PEOPLE,
    "access:accept": PUBLIC,
}
_PORTAL: dict[str, Entrance] = {
    "portal:front": PUBLIC,
    "portal:home": SIGNED_IN,
}
ENTRANCES = _ACCOUNTS | _FOUNDATION | _PORTAL

# What stands for an argument of an address: any value its pattern accepts.
SAMPLES = {"alpha2": "JP", "uidb36": "1", "key": "a-b"}
SAMPLES_BY_CONVERTER = {"int": 1, "str": "x", "slug": "x", "path": "x", "plan": "fy2012"}
