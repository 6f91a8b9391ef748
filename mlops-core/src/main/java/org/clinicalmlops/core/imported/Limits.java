package org.clinicalmlops.core.imported;

import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * How much of a file is read at most. Our choice: each is well above what models on tables of patients have, and together they keep
 * a hostile file to about a gigabyte of memory and some seconds.
 */
final class Limits {
    /** A boosting of 500 trees of 64 leaves has about 5 MB as JSON, a forest of 200 trees of 1,200 nodes about 10 MB. */
    static final int BYTES = 64 << 20;

    /** Numbers in lists of numbers of a JSON or UBJSON file: 8 bytes each, and as much again while a list grows. */
    static final int VALUES = 16_000_000;

    /** Everything else in such a file, each an object of about 100 bytes: a tree has some 30. */
    static final int PARTS = 2_000_000;

    /** Levels of nesting of JSON and UBJSON; the deepest file that XGBoost writes has 8. */
    static final int NESTING = 32;

    /** Characters of one text; files keep settings of the trainer in one text. */
    static final int TEXT = 1 << 20;

    /** Characters of the name of a column or a level. */
    static final int NAME = 500;

    /** Columns of a file, and levels of one column. */
    static final int COLUMNS = 10_000;

    /** Trees of one model. */
    static final int TREES = 10_000;

    /** Nodes of all trees. */
    static final int NODES = 2_000_000;

    /** Splits from root to leaf: what one row costs at most. Trees grown leaf by leaf reach some hundred. */
    static final int DEPTH = 1_000;

    private Limits() {}

    /** @param what in the plural, for the message */
    static void atMost(long limit, long count, String where, String what) {
        if (count > limit) {
            throw Refusal.of(Kind.TOO_LARGE, where, "at most " + limit + " " + what + " are read, there are " + count);
        }
    }

    static String name(String name, String where) {
        atMost(NAME, name.length(), where, "characters of a name");
        if (name.isBlank()) {
            throw Refusal.of(Kind.CONTENT, where, "a name must not be blank");
        }
        return name;
    }
}
