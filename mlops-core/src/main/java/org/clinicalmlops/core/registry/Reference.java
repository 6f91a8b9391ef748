package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;

/**
 * An entry that an answer rests on; its body is in the ledger.
 *
 * @param entry its number
 * @param facts what it states
 */
public record Reference(long entry, EntryKind kind, Instant at, Facts facts) {
    static Reference of(Entry entry) {
        return new Reference(entry.sequence(), entry.kind(), entry.at(), entry.facts());
    }

    /** Who signed or asked, for entries that name somebody. */
    public Optional<String> person() {
        return facts.text("person");
    }

    /** In which role. */
    public Optional<String> role() {
        return facts.text("role");
    }

    /** For a reader: {@code entry 31, SIGNED_OFF by dr.lead (clinical-lead)}. */
    @Override
    public String toString() {
        String who = person().map(name -> " by " + name).orElse("")
                + role().map(name -> " (" + name + ")").orElse("");
        return "entry " + entry + ", " + kind + who;
    }
}
