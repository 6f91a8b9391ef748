package org.clinicalmlops.core.retention;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;

/** What a ledger says of holds and of patients who are being or were forgotten, up to one entry. */
final class HoldBook {
    private static final Set<EntryKind> KINDS = Set.of(
            EntryKind.LEGAL_HOLD_PLACED,
            EntryKind.LEGAL_HOLD_LIFTED,
            EntryKind.FORGETTING_STARTED,
            EntryKind.PATIENT_FORGOTTEN);

    private final long seen;
    private final Map<Long, Hold> holds = new LinkedHashMap<>();
    private final Map<Long, Entry> begun = new LinkedHashMap<>();
    private final Map<Long, Entry> done = new LinkedHashMap<>();
    private final Set<String> everForgotten = new HashSet<>();

    private HoldBook(long seen) {
        this.seen = seen;
    }

    /** Cost: a pass over the entries of these kinds. */
    static HoldBook of(Ledger ledger) {
        HoldBook book = new HoldBook(ledger.last().map(Entry::sequence).orElse(0L));
        ledger.read(KINDS, book::take);
        return book;
    }

    private void take(Entry entry) {
        switch (entry.kind()) {
            case LEGAL_HOLD_PLACED -> holds.put(entry.sequence(), Hold.of(entry));
            case LEGAL_HOLD_LIFTED -> holds.remove(Long.parseLong(entry.facts().required("hold")));
            case FORGETTING_STARTED -> {
                begun.put(entry.sequence(), entry);
                everForgotten.add(entry.facts().required("patient"));
            }
            default -> {
                long started = Long.parseLong(entry.facts().required("started"));
                begun.remove(started);
                done.put(started, entry);
            }
        }
    }

    /** The newest entry that is taken into account for sure. */
    long seen() {
        return seen;
    }

    List<Hold> holds() {
        return List.copyOf(holds.values());
    }

    Optional<Hold> hold(long entry) {
        return Optional.ofNullable(holds.get(entry));
    }

    List<Hold> covering(String patient, Set<String> deployments) {
        return holds.values().stream()
                .filter(hold -> hold.scope().covers(patient, deployments))
                .toList();
    }

    /** Forgettings that were decided and are not confirmed as done. */
    List<Entry> begun() {
        return List.copyOf(begun.values());
    }

    /** The entry that confirms it. */
    Optional<Entry> done(Entry started) {
        return Optional.ofNullable(done.get(started.sequence()));
    }

    /**
     * Whom a hold would not keep any more: of one patient also if they were forgotten long ago.
     *
     * @param deployments those that have rows of a patient
     */
    List<String> tooLate(HoldScope scope, Function<String, Set<String>> deployments) {
        List<String> patients = new ArrayList<>();
        for (Entry entry : begun.values()) {
            String patient = entry.facts().required("patient");
            if (!patients.contains(patient) && scope.covers(patient, deployments.apply(patient))) {
                patients.add(patient);
            }
        }
        if (scope instanceof HoldScope.OfPatient one
                && everForgotten.contains(one.pseudonym())
                && !patients.contains(one.pseudonym())) {
            patients.add(one.pseudonym());
        }
        return patients;
    }
}
