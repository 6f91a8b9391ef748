package org.clinicalmlops.api.ledger;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One thing that a ledger holds, whether it is an entry of its own or a row of a block: what a reader wants who asks for predictions.
 * Recorded things are in the order of {@code sequence} and then {@code index}. Immutable.
 *
 * @param sequence of the entry
 * @param index of the row in its block, from 0; 0 for an entry of its own
 * @param kind what it records; never {@link EntryKind#PREDICTIONS_RECORDED}
 * @param at by the clock of the workspace
 * @param facts what it states
 * @param body a longer text that belongs to it; rows have none
 */
public record Recorded(long sequence, int index, EntryKind kind, Instant at, Facts facts, Optional<String> body) {
    public Recorded {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(body, "body");
    }

    /**
     * What this entry holds: the rows of a block, of any other entry itself. At least one, in order, unmodifiable.
     *
     * @throws LedgerDamaged if it is a block that cannot be read; the message names the row, from 0
     */
    public static List<Recorded> of(Entry entry) {
        return entry.kind() == EntryKind.PREDICTIONS_RECORDED
                ? new BlockReader(entry).rows()
                : List.of(new Recorded(entry.sequence(), 0, entry.kind(), entry.at(), entry.facts(), entry.body()));
    }

    /** As {@link #read(Ledger, EntryFilter, Consumer)}, of these kinds. @param kinds an empty set means every kind */
    public static void read(Ledger ledger, Set<EntryKind> kinds, Consumer<? super Recorded> recorded) {
        read(ledger, new EntryFilter(kinds, Optional.empty(), Optional.empty(), Optional.empty()), recorded);
    }

    /**
     * Passes what was recorded and the filter accepts, oldest first, one at a time. Memory: one block. Cost: as
     * {@link Ledger#read(EntryFilter, Consumer)}, and a filter by instants looks into blocks up to {@link PredictionBlock#REACH} before
     * and after them.
     *
     * @throws LedgerUnavailable if the ledger cannot be read
     * @throws LedgerDamaged if an entry or a block cannot be read; what comes before it is passed
     */
    public static void read(Ledger ledger, EntryFilter filter, Consumer<? super Recorded> recorded) {
        ledger.read(entriesOf(filter), entry -> {
            for (Recorded one : of(entry)) {
                if (one.isWanted(filter)) {
                    recorded.accept(one);
                }
            }
        });
    }

    /** How many such things were recorded, however they are gathered in entries. Cost: as reading them. */
    public static long count(Ledger ledger, EntryFilter filter) {
        long[] count = {0};
        read(ledger, filter, one -> count[0]++);
        return count[0];
    }

    /** Accepts every entry in which something is that {@code filter} wants, and others. */
    private static EntryFilter entriesOf(EntryFilter filter) {
        Set<EntryKind> kinds = filter.kinds();
        boolean blocks = kinds.isEmpty() || kinds.stream().anyMatch(PredictionBlock::takes);
        if (!blocks) {
            return filter;
        }
        if (!kinds.isEmpty()) {
            kinds = EnumSet.copyOf(kinds);
            kinds.add(EntryKind.PREDICTIONS_RECORDED);
        }
        return new EntryFilter(
                kinds,
                filter.from().map(at -> shifted(at, PredictionBlock.REACH.negated())),
                filter.until().map(at -> shifted(at, PredictionBlock.REACH)),
                filter.patient());
    }

    private static Instant shifted(Instant at, Duration by) {
        try {
            return at.plus(by);
        } catch (DateTimeException e) { // nothing is beyond
            return by.isNegative() ? Instant.MIN : Instant.MAX;
        }
    }

    private boolean isWanted(EntryFilter filter) {
        return (filter.kinds().isEmpty() || filter.kinds().contains(kind))
                && filter.from().map(earliest -> !at.isBefore(earliest)).orElse(true)
                && filter.until().map(at::isBefore).orElse(true)
                && filter.patient()
                        .map(patient -> facts.says("patient", patient))
                        .orElse(true);
    }
}
