package org.clinicalmlops.core.learn;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.clinicalmlops.api.evaluate.Judged;

/** Outcomes that a candidate shall learn from, by where or when they come from, beside the risks of the version in use. Immutable. */
public final class LabelledRows {
    private final Map<String, Part> parts;
    private final int size;

    /** The rows of one source or period. A class and not a record, since it holds arrays. */
    static final class Part {
        final double[] risks;
        final boolean[] happened;
        final long events;

        Part(double[] risks, boolean[] happened) {
            this.risks = risks;
            this.happened = happened;
            long count = 0;
            for (boolean h : happened) {
                count += h ? 1 : 0;
            }
            this.events = count;
        }

        int n() {
            return happened.length;
        }

        long smaller() {
            return Math.min(events, n() - events);
        }
    }

    private LabelledRows(Map<String, Part> parts, int size) {
        this.parts = parts;
        this.size = size;
    }

    /**
     * @param from the source or the period of each row, shape [n], none null
     * @param risks of the version in use, shape [n], each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     */
    public static LabelledRows of(String[] from, double[] risks, boolean[] happened) {
        Judged.risks(risks, happened);
        if (from.length != happened.length) {
            throw new IllegalArgumentException(
                    "from and happened must be of one length, were " + from.length + " and " + happened.length);
        }
        for (int i = 0; i < from.length; i++) {
            Objects.requireNonNull(from[i], "from[" + i + "]");
        }
        Map<String, Part> parts = new TreeMap<>();
        ByName.places(from)
                .forEach((name, rows) -> parts.put(name, new Part(ByName.at(risks, rows), ByName.at(happened, rows))));
        return new LabelledRows(parts, happened.length);
    }

    public int size() {
        return size;
    }

    /** Sorted by name. */
    Map<String, Part> parts() {
        return parts;
    }

    /** Events of all rows. */
    long events() {
        return parts.values().stream().mapToLong(part -> part.events).sum();
    }
}
