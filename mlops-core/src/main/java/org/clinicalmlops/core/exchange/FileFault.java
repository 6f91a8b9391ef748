package org.clinicalmlops.core.exchange;

import java.util.Objects;

/**
 * The first thing in a file that does not hold.
 *
 * @param where part or entry, for a reader
 */
public record FileFault(Kind kind, String where) {
    /** What does not hold; in the order in which it is looked for. */
    public enum Kind {
        /** More bytes or entries than are read. */
        TOO_LARGE,
        /** Not the canonical text of such a file. */
        FORMAT,
        /** What is signed is the digest of something else. */
        DIGEST,
        /** Signed with a key that is not trusted here. */
        UNKNOWN_KEY,
        /** The signature is not this key's. */
        SIGNATURE,
        /** An entry's hash is not the hash of what it states. */
        ENTRY,
        /** Entries do not follow each other as their numbers say, or do not lie on the chain that was signed. */
        CHAIN,
        /** The checkpoint is not one, or not of this chain. */
        CHECKPOINT,
        /** Evidence of an approval is not there, or is about something else than it says. */
        EVIDENCE,
        /** The text of the model, the plan, the evaluation or the baseline is not what its digest says, or not valid. */
        CONTENT
    }

    public FileFault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(where, "where");
    }

    @Override
    public String toString() {
        return kind + ": " + where;
    }
}
