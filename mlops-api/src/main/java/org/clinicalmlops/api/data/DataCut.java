package org.clinicalmlops.api.data;

import java.time.Instant;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * Which index instants take part in a run, and what was known when. Given to a run, never part of a plan, so that a plan can
 * run again.
 *
 * @param from first index instant, inclusive
 * @param until last index instant, exclusive; after {@code from}
 * @param asOf instant of knowledge: an outcome that was learnt later is pending in this run; not before {@code from}
 * @param inHindsight whether {@code asOf} may lie after the run itself, as in a replay of the past; recorded in the ledger
 */
public record DataCut(Instant from, Instant until, Instant asOf, boolean inHindsight) implements Declared {
    public DataCut {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(asOf, "asOf");
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("until must be after from " + from + ", was " + until);
        }
        if (asOf.isBefore(from)) {
            throw new IllegalArgumentException("asOf must not be before from " + from + ", was " + asOf);
        }
    }

    /** Rows indexed in {@code [from, until)}, with what was known at {@code until}. */
    public static DataCut indexed(Instant from, Instant until) {
        return new DataCut(from, until, until, false);
    }

    /** The same rows with what was known at {@code when}. */
    public DataCut asOf(Instant when) {
        return new DataCut(from, until, when, inHindsight);
    }

    /**
     * For a replay of the past: allows an {@code asOf} after the clock of the run, which is refused otherwise. The ledger says
     * that the run knew what nobody could know at its date.
     */
    public DataCut allowingHindsight() {
        return new DataCut(from, until, asOf, true);
    }

    /** Whether a row indexed at {@code index} takes part. */
    public boolean includes(Instant index) {
        return !index.isBefore(from) && index.isBefore(until);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("data-cut")
                .with("from", from)
                .with("until", until)
                .with("asOf", asOf)
                .with("inHindsight", inHindsight);
    }
}
