package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.List;

/** Tables of a part of the proof, and which promises they show to be broken. */
final class Verdict {
    private final List<String> tables = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    void add(Verdict other) {
        tables.addAll(other.tables);
        broken.addAll(other.broken);
    }

    void add(Table table) {
        tables.add(table.toString());
    }

    /** A promise that does not hold; named so that somebody can look for it. */
    void broken(String what) {
        broken.add(what);
    }

    List<String> broken() {
        return broken;
    }

    List<String> tables() {
        return tables;
    }
}
