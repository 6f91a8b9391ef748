package org.clinicalmlops.core.seal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.PatientKey;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.jspecify.annotations.Nullable;

/**
 * Opens the rows of one pass over a ledger. Remembers the keys that it met last until the pass is over, and not for longer: a key that
 * is forgotten meanwhile may open rows of this pass. Not thread-safe.
 */
public final class SealedReading {
    /** Our choice: the patients of a busy month, a megabyte. */
    private static final int REMEMBERED = 10_000;

    private final @Nullable PatientKeys keys;
    private final Map<String, Optional<PatientKey>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<PatientKey>> eldest) {
            return size() > REMEMBERED;
        }
    };

    SealedReading(@Nullable PatientKeys keys) {
        this.keys = keys;
    }

    /**
     * Opens a row.
     *
     * @param kind of the row
     * @param facts as stored
     * @throws KeysUnavailable if the key cannot be asked for now
     */
    public OpenedRow open(EntryKind kind, Facts facts) {
        if (!SealedRow.is(facts)) {
            return new OpenedRow.Readable(facts);
        }
        if (keys == null) {
            return new OpenedRow.Unreadable("the row is sealed, and no keys were given");
        }
        try {
            String patient = facts.required("patient");
            long generation = SealedRow.generation(facts);
            Optional<PatientKey> key =
                    known.computeIfAbsent(patient + "." + generation, name -> keys.find(patient, generation));
            if (key.isPresent()) {
                return new OpenedRow.Readable(SealedRow.open(kind, facts, key.get()));
            }
            return keys.newest(patient) >= generation
                    ? new OpenedRow.Forgotten()
                    : new OpenedRow.Unreadable("its key was never in this store of keys");
        } catch (Seal.Broken e) {
            return new OpenedRow.Unreadable("the seal cannot be opened: " + e.getMessage());
        } catch (IllegalArgumentException e) { // facts that are not ours
            return new OpenedRow.Unreadable("the row is not one of ours");
        }
    }
}
