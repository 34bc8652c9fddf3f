"""A column with a sensitive name can be read by everybody."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import exposed_relations, roles_text

RULE = Rule(
    id="sensitive-column-exposed",
    title="A column with a sensitive name can be read by everybody",
    severity=Severity.ERROR,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0023",
    what="""
        Finds columns named like credentials or personal identifiers in tables without row-level security that the
        API's roles may read.
    """,
    why="Passwords, tokens, card or passport numbers can be read with the project's public key.",
    fix="Enable row-level security on the table, and keep secrets out of what the API serves.",
    bad="""
        CREATE TABLE accounts (id bigint PRIMARY KEY, api_key text); -- here
    """,
    good="""
        CREATE TABLE accounts (id bigint PRIMARY KEY, api_key text);
        ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
    """,
)
_NAMES = frozenset(
    """
    password passwd pwd passphrase secret secret_key private_key api_key apikey auth_key token jwt access_token
    refresh_token oauth_token session_token bearer_token auth_code session_id session_key session_secret
    recovery_code backup_code verification_code otp two_factor 2fa_secret 2fa_code ssn social_security
    social_security_number driver_license drivers_license license_number passport_number passport_id national_id
    tax_id credit_card card_number cvv cvc cvn bank_account account_number routing_number iban swift_code bic
    health_record medical_record patient_id insurance_number health_insurance medical_insurance mac_address macaddr
    imei device_uuid pgp_key gpg_key ssh_key license_key activation_key password_hash hashed_password
    """.split()  # noqa: SIM905
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table."""
    found: dict[object, list[str]] = {}
    for column in context.columns:
        name = column.ref.name[1]
        if name.lower().replace("-", "_") in _NAMES:
            found.setdefault(column.table, []).append(name)
    for table in context.tables:
        names = found.get(table.ref)
        roles = exposed_relations(context, table.ref, write=False) if names and not table.row_security else ()
        if names and roles:
            yield context.finding(
                RULE,
                table.ref,
                f"{', '.join(sorted(names))} of {table.ref.qualified} can be read by {roles_text(roles)}:"
                " row-level security is off.",
                "Enable row-level security on the table.",
            )
