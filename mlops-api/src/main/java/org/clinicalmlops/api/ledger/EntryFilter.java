package org.clinicalmlops.api.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries a reader wants; all conditions must hold. Immutable. A block of predictions is one entry here, with the instant of its
 * first row and the patients of all; {@link Recorded#read} holds the same conditions against each row.
 *
 * @param kinds an empty set means every kind
 * @param from the earliest {@link Entry#at}, inclusive
 * @param until the end of {@link Entry#at}, exclusive
 * @param patient a pseudonym; entries that are about this patient by the rule of {@link #patientsOf}
 */
public record EntryFilter(
        Set<EntryKind> kinds, Optional<Instant> from, Optional<Instant> until, Optional<String> patient) {
    /** Every entry. */
    public static final EntryFilter ALL =
            new EntryFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public EntryFilter {
        kinds = Set.copyOf(kinds);
        if (from.isPresent() && until.isPresent() && from.get().isAfter(until.get())) {
            throw new IllegalArgumentException("from must not be after until " + until.get() + ", was " + from.get());
        }
    }

    public EntryFilter ofKinds(EntryKind... some) {
        return new EntryFilter(Set.of(some), from, until, patient);
    }

    /** Not before this instant, by the clock of who wrote it. */
    public EntryFilter from(Instant earliest) {
        return new EntryFilter(kinds, Optional.of(earliest), until, patient);
    }

    /** Before this instant, by the clock of who wrote it. */
    public EntryFilter until(Instant end) {
        return new EntryFilter(kinds, from, Optional.of(end), patient);
    }

    /** About this patient. */
    public EntryFilter patient(String pseudonym) {
        return new EntryFilter(kinds, from, until, Optional.of(pseudonym));
    }

    /** Whether the entry is wanted. */
    public boolean accepts(Entry entry) {
        return (kinds.isEmpty() || kinds.contains(entry.kind()))
                && from.map(earliest -> !entry.at().isBefore(earliest)).orElse(true)
                && until.map(end -> entry.at().isBefore(end)).orElse(true)
                && patient.map(patientsOf(entry)::contains).orElse(true);
    }

    /**
     * The pseudonyms that an entry is about, which is what a store may index: the fact {@code patient}, if it states one; of a block
     * of predictions the fact {@code patient} of each row, of a block that is malformed none. The one place where this is said. Cost:
     * of a block one look at its text, nothing else of it is read.
     */
    public static Set<String> patientsOf(Entry entry) {
        if (entry.kind() == EntryKind.PREDICTIONS_RECORDED) {
            return BlockReader.patients(entry);
        }
        return entry.facts().text("patient").map(Set::of).orElse(Set.of());
    }
}
