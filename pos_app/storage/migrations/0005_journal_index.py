"""A sale is found in the journal by halving, since numbers only grow along a chain: no index of the
documents holds it, and no sale waits for one to be written.

Frozen: a change to the schema is a new migration.
"""

STATEMENTS = """
DROP INDEX journal_document;
CREATE INDEX journal_document ON journal (document) WHERE document <> '' AND kind <> 'sale';
"""


def up(migrator, db):
    for statement in STATEMENTS.strip().split("\n"):
        db.execute_sql(statement)
