package org.clinicalmlops.core.feature;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.ledger.Facts;

/**
 * What is typical of some rows, feature by feature: of numbers the median, of categories the commonest one, each of the rows that have a
 * value; that it is missing, if none has. Aggregates only, no row of a patient. Kept in the ledger, since a model that was made elsewhere has no such values of its own.
 * Immutable.
 */
public final class Typical {
    /** Nothing is known. */
    public static final Typical NONE = new Typical(Map.of());

    private static final String PREFIX = "typical.";

    private static final String MISSING = "missing";

    /** By feature: a number's canonical text, a category after {@code =}, or that it is missing. */
    private final Map<String, String> texts;

    private Typical(Map<String, String> texts) {
        this.texts = texts;
    }

    /** Of rows; features whose median is infinite are left out. */
    public static Typical of(FeatureTable rows) {
        Map<String, String> texts = new TreeMap<>();
        Levels levels = rows.levels();
        for (int f = 0; f < rows.schema().size(); f++) {
            String name = rows.schema().feature(f).name();
            if (rows.schema().feature(f).categorical()) {
                List<String> names = levels.of(f);
                texts.put(name, names.isEmpty() ? MISSING : "=" + names.get(commonest(rows, levels, f)));
            } else {
                double median = median(rows, f).orElse(Double.NaN);
                if (!Double.isInfinite(median)) {
                    texts.put(name, Double.isNaN(median) ? MISSING : Declaration.number(median));
                }
            }
        }
        return new Typical(texts);
    }

    /** Reads what {@link #facts} has written; other facts are left out. */
    public static Typical read(Facts facts) {
        Map<String, String> texts = new TreeMap<>();
        facts.forEach((name, text) -> {
            if (name.startsWith(PREFIX)) {
                texts.put(name.substring(PREFIX.length()), text);
            }
        });
        return new Typical(texts);
    }

    /** {@code typical.<feature>} for each. */
    public Facts facts() {
        Facts facts = Facts.NONE;
        for (Map.Entry<String, String> typical : texts.entrySet()) {
            facts = facts.with(PREFIX + typical.getKey(), typical.getValue());
        }
        return facts;
    }

    /**
     * The value of a feature as a model is given it.
     *
     * @param levels those of the model
     * @param f its position there
     * @return a number, the code of a category, or NaN for missing; empty if it is not known
     */
    public OptionalDouble coded(FeatureSpec feature, Levels levels, int f) {
        String text = texts.get(feature.name());
        if (MISSING.equals(text)) {
            return OptionalDouble.of(Double.NaN);
        }
        if (text == null || text.startsWith("=") != feature.categorical()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(
                    feature.categorical() ? levels.code(f, text.substring(1)) : Double.parseDouble(text));
        } catch (NumberFormatException e) { // a ledger's text is not trusted
            return OptionalDouble.empty();
        }
    }

    /** The middle value; the mean of the two middle ones for an even number; empty without any. */
    static OptionalDouble median(FeatureTable rows, int f) {
        double[] present = new double[rows.rows()];
        int n = 0;
        for (int i = 0; i < rows.rows(); i++) {
            if (!rows.missing(i, f)) {
                present[n++] = rows.number(i, f);
            }
        }
        if (n == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(present, 0, n);
        return OptionalDouble.of(n % 2 == 1 ? present[n / 2] : present[n / 2 - 1] / 2 + present[n / 2] / 2);
    }

    /** The code of the category that occurs most often; of several the first; 0 without any. */
    static int commonest(FeatureTable rows, Levels levels, int f) {
        int[] counts = new int[levels.of(f).size()];
        for (int i = 0; i < rows.rows(); i++) {
            double code = levels.code(f, rows.text(i, f));
            if (code >= 0) {
                counts[(int) code]++;
            }
        }
        int commonest = 0;
        for (int level = 1; level < counts.length; level++) {
            commonest = counts[level] > counts[commonest] ? level : commonest;
        }
        return commonest;
    }
}
