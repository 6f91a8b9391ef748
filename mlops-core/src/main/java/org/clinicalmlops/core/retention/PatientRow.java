package org.clinicalmlops.core.retention;

import java.time.Instant;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.core.seal.OpenedRow;

/**
 * One thing that the ledger holds about a patient.
 *
 * @param entry number of the entry that holds it, perhaps with others
 * @param kind what it records
 * @param at by the clock of then
 * @param row what it states, if it can be read
 */
public record PatientRow(long entry, EntryKind kind, Instant at, OpenedRow row) {}
