package org.clinicalmlops.api.feature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.jspecify.annotations.Nullable;

/**
 * The categories that were seen when something was fitted, and their codes: how a text becomes a number on the hot path.
 * Immutable.
 */
public final class Levels implements Declared {
    /** The code of a category that was never seen when the levels were fitted. */
    public static final double UNSEEN = -1;

    private final List<List<String>> byFeature;
    private final List<Map<String, Double>> codes;

    private Levels(List<List<String>> byFeature) {
        this.byFeature = byFeature.stream().map(List::copyOf).toList();
        this.codes = new ArrayList<>();
        for (List<String> levels : this.byFeature) {
            Map<String, Double> code = new HashMap<>();
            for (int i = 0; i < levels.size(); i++) {
                if (code.put(levels.get(i), (double) i) != null) {
                    // the text itself may be a patient's
                    throw new IllegalArgumentException("levels must be listed once, level " + i + " of feature "
                            + codes.size() + " was there before");
                }
            }
            codes.add(code);
        }
    }

    /** @param byFeature for each feature of a schema its levels in order; an empty list for a numeric feature */
    public static Levels of(List<List<String>> byFeature) {
        return new Levels(byFeature);
    }

    /** How many features there are. */
    public int size() {
        return byFeature.size();
    }

    /** The levels of feature {@code i} in the order of their codes; empty for a numeric feature. */
    public List<String> of(int i) {
        return byFeature.get(i);
    }

    /** The code of {@code text}: 0, 1, ... ; {@link #UNSEEN}; NaN if it is null (missing). Allocates nothing. */
    public double code(int i, @Nullable String text) {
        if (text == null) {
            return Double.NaN;
        }
        Double code = codes.get(i).get(text);
        return code == null ? UNSEEN : code;
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("levels").with("features", byFeature.size());
        for (int i = 0; i < byFeature.size(); i++) {
            declaration = declaration.withTexts("levels." + i, byFeature.get(i));
        }
        return declaration;
    }
}
