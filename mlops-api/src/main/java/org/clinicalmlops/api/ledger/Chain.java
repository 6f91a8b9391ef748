package org.clinicalmlops.api.ledger;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Digest;

/**
 * Where a hash chain stands: what every ledger appends with and verifies with, so that entries can be copied from one kind of
 * store to another and still hold.
 *
 * <p>The hash of an entry is SHA-256 over these bytes, in this order (our choice; the format never changes under its name):
 * <ol>
 *   <li>the text {@code ledger-entry/1}, which names the format;
 *   <li>the sequence number, 8 bytes;
 *   <li>the name of the kind, a text;
 *   <li>the instant: seconds since 1970-01-01T00:00Z, 8 bytes, and nanoseconds, 4 bytes;
 *   <li>the number of facts, 4 bytes, then name and value of each, two texts, sorted as Java sorts strings (by UTF-16 unit);
 *   <li>one byte, 0 for no body, or 1 and then the body, a text;
 *   <li>the hash of the entry before, 32 bytes.
 * </ol>
 * Numbers are big-endian. A text is the length of its UTF-8 bytes, 4 bytes, and then these bytes; so no two entries share bytes.
 *
 * @param entries how many entries there are, at least 0
 * @param last hash of the newest entry; of an empty chain {@link Entry#GENESIS}
 */
public record Chain(long entries, Digest last) {
    /** No entry yet. */
    public static final Chain EMPTY = new Chain(0, Entry.GENESIS);

    private static final String FORMAT = "ledger-entry/1";

    public Chain {
        if (entries < 0) {
            throw new IllegalArgumentException("entries must be >= 0, was " + entries);
        }
        Objects.requireNonNull(last, "last");
    }

    /** The chain whose newest entry is {@code entry}. */
    public static Chain endingWith(Entry entry) {
        return new Chain(entry.sequence(), entry.hash());
    }

    /**
     * The entry that {@code draft} becomes at the end of this chain.
     *
     * @throws IllegalArgumentException if a text is not well-formed Unicode (half of a surrogate pair), or the body holds the
     *     character U+0000, which not every database can store
     */
    public Entry next(Draft draft) {
        if (draft.body().filter(text -> text.indexOf('\0') >= 0).isPresent()) {
            throw new IllegalArgumentException("body must not hold the character U+0000");
        }
        long sequence = entries + 1;
        Digest hash = hash(sequence, draft.kind(), draft.at(), draft.facts(), draft.body(), last);
        return new Entry(sequence, draft.kind(), draft.at(), draft.facts(), draft.body(), last, hash);
    }

    /**
     * Why {@code entry} does not follow at the end of this chain; empty if it does. Its sequence is the first that fails. A block of
     * predictions that nobody could read does not follow, however right its hash.
     */
    public Optional<Verification.Broken> fault(Entry entry) {
        long expected = entries + 1;
        if (entry.sequence() != expected) {
            return misplaced(entry.sequence());
        }
        if (!entry.previous().equals(last)) {
            return broken(expected, "names another hash before it than the entry before it has");
        }
        try {
            Digest hash = hash(expected, entry.kind(), entry.at(), entry.facts(), entry.body(), last);
            if (!hash.equals(entry.hash())) {
                return broken(expected, "its hash is not the hash of what it states");
            }
        } catch (IllegalArgumentException e) {
            return broken(expected, "holds a text that is not well-formed Unicode");
        }
        return entry.kind() == EntryKind.PREDICTIONS_RECORDED
                ? new BlockReader(entry).fault().flatMap(reason -> broken(expected, reason))
                : Optional.empty();
    }

    /** Why an entry of this number cannot be the next one, whatever it states; empty if it can. */
    public Optional<Verification.Broken> misplaced(long sequence) {
        long expected = entries + 1;
        if (sequence > expected) {
            return broken(expected, "missing; the next entry that is there is " + sequence);
        }
        return sequence == expected
                ? Optional.empty()
                : broken(sequence, "not where it belongs: entry " + expected + " was to follow");
    }

    /**
     * The hash of an entry by the rule above.
     *
     * @throws IllegalArgumentException if a text is not well-formed Unicode
     */
    public static Digest hash(
            long sequence, EntryKind kind, Instant at, Facts facts, Optional<String> body, Digest previous) {
        HashedBytes bytes = new HashedBytes();
        bytes.text("format", FORMAT);
        bytes.number(sequence);
        bytes.text("kind", kind.name());
        bytes.number(at.getEpochSecond());
        bytes.number(at.getNano());
        bytes.number(facts.size());
        facts.forEach(bytes::fact);
        bytes.one(body.isPresent() ? 1 : 0);
        body.ifPresent(text -> bytes.text("body", text));
        bytes.digest(previous);
        return bytes.hash();
    }

    private static Optional<Verification.Broken> broken(long sequence, String reason) {
        return Optional.of(new Verification.Broken(sequence, reason));
    }
}
