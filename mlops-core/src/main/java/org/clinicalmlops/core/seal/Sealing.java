package org.clinicalmlops.core.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.PatientKey;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how what is about patients is sealed before it enters a ledger, and opened again. Thread-safe as the keys are. Without
 * keys, rows are stored as they are, and those that were sealed cannot be read.
 *
 * <p>Cost of sealing a row: a few microseconds, and what the keys need; never on a thread that predicts.
 */
public final class Sealing {
    /** Nothing is sealed. */
    public static final Sealing NONE = new Sealing(null);

    private final @Nullable PatientKeys keys;

    private Sealing(@Nullable PatientKeys keys) {
        this.keys = keys;
    }

    /** Each row is sealed under its patient's key. */
    public static Sealing under(PatientKeys keys) {
        return new Sealing(Objects.requireNonNull(keys, "keys"));
    }

    /** Whether what is stored from now on is sealed. */
    public boolean seals() {
        return keys != null;
    }

    /**
     * The drafts as they are to be stored: rows of patients sealed, all others as they are.
     *
     * @throws KeysUnavailable if a key cannot be read or made; no row may then be stored
     * @throws IllegalArgumentException if a text is not well-formed Unicode, or a row does not say whose it is
     */
    public List<Draft> close(List<Draft> drafts) {
        PatientKeys from = keys;
        if (from == null) {
            return drafts;
        }
        Set<String> patients = new TreeSet<>();
        for (Draft draft : drafts) {
            if (seals(draft)) {
                patients.add(draft.facts().required("patient"));
            }
        }
        if (patients.isEmpty()) {
            return drafts;
        }
        Map<String, PatientKey> found = from.of(patients);
        List<Draft> closed = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            closed.add(seals(draft) ? closed(draft, found) : draft);
        }
        return closed;
    }

    private static Draft closed(Draft draft, Map<String, PatientKey> found) {
        PatientKey key = found.get(draft.facts().required("patient"));
        if (key == null) {
            throw new KeysUnavailable("the store of keys gave no key for a patient");
        }
        return new Draft(draft.kind(), draft.at(), SealedRow.close(draft.kind(), draft.facts(), key), draft.body());
    }

    /** Whether this is a row of a patient, which is sealed where there are keys. */
    public static boolean seals(Draft draft) {
        return SealedRow.KINDS.contains(draft.kind());
    }

    /** Under which of the patient's keys these facts of a row are sealed; 0 if they are not, or it cannot be said. */
    public static long generation(Facts facts) {
        try {
            return SealedRow.is(facts) ? SealedRow.generation(facts) : 0;
        } catch (Seal.Broken e) {
            return 0;
        }
    }

    /** For one pass over a ledger. */
    public SealedReading reading() {
        return new SealedReading(keys);
    }

    /**
     * A state of a monitor, sealed under a key of its own: it holds the cases that wait for their outcomes.
     *
     * @param about {@code deployment} and {@code model}
     * @throws KeysUnavailable if no key could be made
     */
    public SealedState close(Facts about, byte[] state) {
        PatientKeys from = keys;
        if (from == null) {
            return SealedState.plain(state);
        }
        String name = SealedState.name(about);
        PatientKey key = from.renew(name);
        return new SealedState(
                key.generation(), Seal.close(key.secret(), Seal.boundTo(SealedState.FORMAT, name), state));
    }

    /**
     * Forgets the states that came before this one, which is stored.
     *
     * @throws KeysUnavailable if it is not sure that they are forgotten
     */
    public void supersede(Facts about, SealedState stored) {
        if (keys != null && stored.generation() > 1) {
            keys.forget(SealedState.name(about), stored.generation() - 1);
        }
    }

    /**
     * Opens a state.
     *
     * @param facts of its entry
     * @param stored what is stored of it
     * @throws KeysUnavailable if the key cannot be asked for now
     * @throws MlopsException if it cannot be opened: its key was forgotten, or is not known here, or it was changed
     */
    public byte[] open(Facts facts, byte[] stored) {
        long generation = SealedState.generation(facts);
        if (generation == 0) {
            return stored.clone();
        }
        if (keys == null) {
            throw new MlopsException("the monitor's state is sealed, and no keys were given");
        }
        String name = SealedState.name(facts);
        PatientKey key = keys.find(name, generation)
                .orElseThrow(() -> new MlopsException("the key of the monitor's state is not there any more"));
        try {
            return Seal.open(key.secret(), Seal.boundTo(SealedState.FORMAT, name), stored);
        } catch (Seal.Broken e) {
            throw new MlopsException("the seal of the monitor's state cannot be opened: " + e.getMessage());
        }
    }
}
