"""What must hold between the journal and what is kept of people and settings: rights, roles,
sessions, the shop's own facts, and why goods came back are as the last entry about them says.

A chain has an order, and two chains have none that a clock could not turn round: so with several
tills it is enough that one of them ends with what is kept. What no entry has is not asked for here:
secrets, badges' codes, pictures, rules of codes.
"""

from pos_app.domain.rights import DEFAULT_RIGHTS

_OF_KIND = "j.kind = '{kind}' AND j.kind <> 'sale' AND json_valid(j.entry)"

_PRACTICE = "(SELECT 1 FROM settings WHERE key = 'training' AND value = 'true')"
"""A copy to practise on has the shop's rights and people, and chains of its own."""

_DEFAULTS = ", ".join(
    f"('{role}', '{permission.value}')"
    for role, permissions in sorted(DEFAULT_RIGHTS.items())
    for permission in sorted(permissions)
)

_LAST = """told AS (
            SELECT subject, till_id, value, max(sequence) FROM said GROUP BY subject, till_id
        )"""
"""What each till's chain says last of a subject: (subject, till_id, value)."""

_VALUE = """CASE json_type({json}, '{path}')
                WHEN 'array' THEN (SELECT json_group_array(value) FROM json_each({json}, '{path}'))
                ELSE json_extract({json}, '{path}') END"""
"""A value as it can be compared with the same one that was spelled elsewhere."""


def _said(paths: dict[str, str], kind: str) -> str:
    """(subject, till_id, sequence, value) of each fact that entries of a kind have at a path."""
    return " UNION ALL ".join(
        f"""SELECT json_extract(j.entry, '$.facts.username') || ' {fact}' AS subject, j.till_id,
                   j.sequence, json_extract(j.entry, '{path}') AS value
            FROM journal j WHERE {_OF_KIND.format(kind=kind)}
                AND json_type(j.entry, '{path}') IS NOT NULL"""
        for path, fact in paths.items()
    )


_STAFF = {
    "$.facts.role": "role",
    "$.facts.now.role": "role",
    "$.facts.now.name": "name",
    "$.facts.now.active": "active",
    "$.facts.secret": "secret",
    "$.facts.badge": "badge",
}
_KEPT = " UNION ALL ".join(
    f"SELECT username || ' {fact}' AS subject, {column} AS value FROM users"
    for fact, column in {
        "role": "role",
        "name": "name",
        "active": "active",
        "secret": "secret",
        "badge": "CASE WHEN badge_hash IS NULL THEN 'taken' ELSE 'given' END",
    }.items()
)

# rule -> a query of (subject, expected, found) for each place where it does not hold.
RULES: dict[str, str] = {
    "rights_are_as_the_journal_says": f"""
        WITH said AS (
            SELECT json_extract(j.entry, '$.facts.role') || ' ' || e.value AS subject, j.till_id,
                   j.sequence, 'given' AS value
            FROM journal j, json_each(j.entry, '$.facts.given') e
            WHERE {_OF_KIND.format(kind="rights")}
            UNION ALL
            SELECT json_extract(j.entry, '$.facts.role') || ' ' || e.value, j.till_id, j.sequence,
                   'taken'
            FROM journal j, json_each(j.entry, '$.facts.taken') e
            WHERE {_OF_KIND.format(kind="rights")}
        ), {_LAST}, defaults (role, permission) AS (VALUES {_DEFAULTS}),
        kept AS (SELECT role || ' ' || permission AS subject FROM role_permissions),
        expected AS (
            SELECT subject, value FROM told
            UNION ALL
            SELECT role || ' ' || permission, 'given' FROM defaults
            WHERE role || ' ' || permission NOT IN (SELECT subject FROM told)
                AND NOT EXISTS {_PRACTICE}
            UNION ALL
            SELECT subject, 'taken' FROM kept
            WHERE subject NOT IN (SELECT subject FROM told)
                AND subject NOT IN (SELECT role || ' ' || permission FROM defaults)
                AND NOT EXISTS {_PRACTICE}
        ), compared AS (
            SELECT e.subject, e.value, CASE WHEN k.subject IS NULL THEN 'taken' ELSE 'given' END
                AS found
            FROM expected e LEFT JOIN kept k ON k.subject = e.subject
        )
        SELECT subject, max(value), max(found) FROM compared
        GROUP BY subject HAVING NOT max(value = found)
    """,
    "people_are_as_the_journal_says": f"""
        WITH said AS ({_said(_STAFF, "staff")}), {_LAST}, kept AS ({_KEPT})
        SELECT t.subject, max(t.value), coalesce(max(k.value), 'nobody')
        FROM told t LEFT JOIN kept k ON k.subject = t.subject
        GROUP BY t.subject HAVING NOT coalesce(max(t.value IS k.value), 0)
    """,
    "person_is_in_the_journal": f"""
        WITH added AS (
            SELECT u.id FROM journal j
            JOIN users u ON u.username = json_extract(j.entry, '$.facts.username')
            WHERE {_OF_KIND.format(kind="staff")}
                AND json_extract(j.entry, '$.facts.change') = 'added'
        )
        SELECT u.username, 'an entry that adds them', 'none' FROM users u
        WHERE u.id NOT IN (SELECT id FROM added) AND NOT EXISTS {_PRACTICE}
            -- whoever was there before the first that was added came with the shop
            AND u.id > (SELECT min(id) FROM added)
    """,
    "session_is_in_the_journal": f"""
        WITH begun AS MATERIALIZED (
            SELECT json_extract(j.entry, '$.facts.session') AS id, j.user_id, j.till_id
            FROM journal j WHERE {_OF_KIND.format(kind="sign_in")}
                AND json_type(j.entry, '$.facts.session') = 'integer'
        )
        SELECT 'session ' || s.id, 'a sign-in of that person at that till', 'none'
        FROM sessions s
        WHERE s.id >= (SELECT min(id) FROM begun)
            AND (s.id, s.user_id, coalesce(s.till_id, 1))
                NOT IN (SELECT id, user_id, till_id FROM begun)
    """,
    "session_that_was_left_has_ended": f"""
        SELECT 'session ' || s.id, 'ended', 'open' FROM journal j
        JOIN sessions s ON s.id = json_extract(j.entry, '$.facts.session')
        WHERE ({_OF_KIND.format(kind="sign_out")} OR {_OF_KIND.format(kind="lock")})
            AND s.ended_at IS NULL
    """,
    "settings_are_as_the_journal_says": f"""
        WITH said AS (
            SELECT e.key AS subject, j.till_id, j.sequence,
                   {_VALUE.format(json="e.value", path="$.new")} AS value
            FROM journal j, json_each(j.entry, '$.facts.changes') e
            WHERE {_OF_KIND.format(kind="settings")} AND e.key <> 'logo'
                AND json_type(j.entry, '$.facts.code_rule') IS NULL
        ), {_LAST}, kept AS (
            SELECT s.key AS subject, {_VALUE.format(json="s.value", path="$")} AS value
            FROM settings s WHERE json_valid(s.value)
        )
        SELECT t.subject, max(t.value), coalesce(max(k.value), 'nothing')
        FROM told t LEFT JOIN kept k ON k.subject = t.subject
        GROUP BY t.subject HAVING NOT coalesce(max(t.value IS k.value), 0)
    """,
    "reason_of_a_return_is_as_the_journal_says": f"""
        SELECT t.code || '-R' || r.number, json_extract(j.entry, '$.facts.reason'), r.reason
        FROM journal j JOIN tills t ON t.id = j.till_id
        JOIN returns r ON r.till_id = t.id
            AND r.number = CAST(substr(j.document, length(t.code) + 3) AS INTEGER)
        WHERE ({" OR ".join(_OF_KIND.format(kind=k) for k in ("refund", "void", "exchange"))})
            -- one that named a customer who was erased is empty
            AND r.reason NOT IN ('', json_extract(j.entry, '$.facts.reason'))
    """,
}
