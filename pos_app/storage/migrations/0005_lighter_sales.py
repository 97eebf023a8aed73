"""What no sale has to wait for.

A sale is found in the journal by halving, since numbers only grow along a chain: no index of the
documents holds it. And whoever was authorised once need not be looked up again, with their rights,
while one value stands still that each change of people, sessions and rights replaces.

Frozen: a change to the schema is a new migration.
"""

DOCUMENTS = """
DROP INDEX journal_document;
CREATE INDEX journal_document ON journal (document) WHERE document <> '' AND kind <> 'sale';
"""

# Never a value that was there before: what was taken back must not look like what came then.
PEOPLE = """
INSERT INTO settings (key, value, created_at) VALUES ('people_version', random(), 0);
"""
BUMP = "UPDATE settings SET value = random() WHERE key = 'people_version'"

WATCHED = {
    "role_permissions": "role, permission",
    "sessions": "id, user_id, token_hash, origin, ended_at, till_id",
    "users": "id, username, name, role, active",
}


def up(migrator, db):
    for statement in (DOCUMENTS + PEOPLE).strip().splitlines():
        if statement:
            db.execute_sql(statement)
    for table, columns in WATCHED.items():
        for action in ("INSERT", f"UPDATE OF {columns}", "DELETE"):
            name = f"{table}_tell_{action.split()[0].lower()}"
            db.execute_sql(f"CREATE TRIGGER {name} AFTER {action} ON {table} BEGIN {BUMP}; END")
