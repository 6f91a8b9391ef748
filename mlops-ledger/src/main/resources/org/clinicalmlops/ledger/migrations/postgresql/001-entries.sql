-- Statements are separated by an empty line. A file that has been released is never edited: a change is a new file.

-- One row per entry; the hash rule is in the Javadoc of org.clinicalmlops.api.ledger.Chain.
CREATE TABLE ledger_entry (
    sequence BIGINT NOT NULL PRIMARY KEY,
    kind     TEXT NOT NULL,
    at       TEXT NOT NULL,
    facts    TEXT NOT NULL,
    body     TEXT,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
);

-- What the server does by itself to large values is half of what a block of predictions costs it. LZ4 costs little; servers before version 14,
-- or built without it, leave bodies as they are.
DO $$ BEGIN
    EXECUTE 'ALTER TABLE ledger_entry ALTER COLUMN body SET COMPRESSION lz4';
EXCEPTION WHEN syntax_error OR feature_not_supported OR invalid_parameter_value THEN
    ALTER TABLE ledger_entry ALTER COLUMN body SET STORAGE EXTERNAL;
END $$;

CREATE INDEX ledger_entry_by_kind ON ledger_entry (kind, sequence);

-- The triggers guard against mistakes. Who may change the schema can drop them: what shows a change then is the chain.
CREATE FUNCTION ledger_entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger entries are never changed or deleted';
END $$;

CREATE TRIGGER ledger_entry_is_never_changed_or_deleted BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_kept();

CREATE TRIGGER ledger_entry_is_never_truncated BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_is_kept();

-- The path of search is fixed here, so that the newest entry is looked for in this table whoever inserts.
CREATE FUNCTION ledger_entry_is_at_the_end() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM ledger_entry) THEN
        RAISE EXCEPTION 'ledger entries are appended at the end';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_is_appended BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_at_the_end();
