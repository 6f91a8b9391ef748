-- Statements are separated by an empty line. A file that has been released is never edited: a change is a new file.

-- One row per entry; the hash rule is in the Javadoc of org.clinicalmlops.api.ledger.Chain.
CREATE TABLE ledger_entry (
    sequence INTEGER NOT NULL PRIMARY KEY,
    kind     TEXT NOT NULL,
    at       TEXT NOT NULL,
    facts    TEXT NOT NULL,
    body     TEXT,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
);

CREATE INDEX ledger_entry_by_kind ON ledger_entry (kind, sequence);

-- The triggers guard against mistakes. Who may change the schema can drop them: what shows a change then is the chain.
CREATE TRIGGER ledger_entry_is_never_changed BEFORE UPDATE ON ledger_entry
BEGIN
    SELECT RAISE(ABORT, 'ledger entries are never changed');
END;

CREATE TRIGGER ledger_entry_is_never_deleted BEFORE DELETE ON ledger_entry
BEGIN
    SELECT RAISE(ABORT, 'ledger entries are never deleted');
END;

-- Also refuses INSERT OR REPLACE, which deletes without asking the trigger above.
CREATE TRIGGER ledger_entry_is_appended BEFORE INSERT ON ledger_entry
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM ledger_entry)
BEGIN
    SELECT RAISE(ABORT, 'ledger entries are appended at the end');
END;
