package org.clinicalmlops.core.imported;

import java.util.Objects;

/**
 * Why a model's file was refused.
 *
 * @param where part of the file or name of a column, for a reader
 * @param rule what had to hold, and what was found
 */
public record ImportFault(Kind kind, String where, String rule) {
    /** What does not hold. */
    public enum Kind {
        /** The file cannot be read: it is not there, or the disk failed. */
        UNREADABLE,
        /** More bytes, trees, nodes, columns or levels of nesting than are read. */
        TOO_LARGE,
        /** Not a file of this format, or cut off, or damaged. */
        FORMAT,
        /** A well-formed file that says something impossible: a cycle in a tree, a threshold that is no number. */
        CONTENT,
        /** A model of a kind that is not read: several classes, another objective, linear trees. */
        NOT_SUPPORTED,
        /** Its columns do not fit what the host has said of them. */
        COLUMNS,
        /** The file leaves open what the model answers; the host has to say it. */
        OPEN_CHOICE
    }

    public ImportFault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(rule, "rule");
    }

    @Override
    public String toString() {
        return kind + ": " + where + ": " + rule;
    }
}
