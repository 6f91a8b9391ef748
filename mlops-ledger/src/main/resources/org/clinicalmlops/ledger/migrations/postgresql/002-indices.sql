-- Statements are separated by an empty line. A file that has been released is never edited: a change is a new file.

-- Which entries are about a patient. Computed from the entries, no part of the chain; may be thrown away and computed again.
-- patient: the first 32 hexadecimal digits of the SHA-256 of the pseudonym's UTF-8; compared by its bytes, not by the rules of a language.
CREATE TABLE ledger_patient (
    sequence BIGINT NOT NULL,
    patient  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (sequence, patient)
);

CREATE INDEX ledger_patient_by_patient ON ledger_patient (patient, sequence);

-- Without its last letter an instant of the years 0 to 9999 sorts as text.
CREATE INDEX ledger_entry_by_instant ON ledger_entry ((rtrim(at, 'Z') COLLATE "C"));
