package org.clinicalmlops.api.learn;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.clinicalmlops.api.train.LinearForm;

/** What differs between two versions. */
enum ChangedPart {
    FEATURES,
    PREPARATION,
    FORM,
    HYPERPARAMETERS,
    RECALIBRATION,
    THRESHOLD,
    SITES;

    private static final Set<ChangedPart> BY_REFIT =
            EnumSet.of(FEATURES, PREPARATION, FORM, HYPERPARAMETERS, RECALIBRATION);

    static Set<ChangedPart> between(ModelDescription a, ModelDescription b) {
        Set<ChangedPart> parts = EnumSet.noneOf(ChangedPart.class);
        add(parts, FEATURES, a.schema().declaration(), b.schema().declaration());
        add(parts, PREPARATION, a.preparation(), b.preparation());
        add(parts, FORM, a.form().declaration(), b.form().declaration());
        add(parts, HYPERPARAMETERS, a.hyperparameters(), b.hyperparameters());
        add(parts, RECALIBRATION, a.intercept(), b.intercept());
        add(parts, RECALIBRATION, a.slope(), b.slope());
        add(parts, THRESHOLD, a.threshold(), b.threshold());
        add(parts, SITES, a.sites(), b.sites());
        return parts;
    }

    private static void add(Set<ChangedPart> parts, ChangedPart part, Object a, Object b) {
        if (!Objects.equals(a, b)) {
            parts.add(part);
        }
    }

    /** Everything that a modification of this kind may touch. */
    static Set<ChangedPart> of(Modification.Kind kind) {
        return switch (kind) {
            case RECALIBRATE -> EnumSet.of(RECALIBRATION);
            case REFIT -> BY_REFIT;
            case ADD_SITE -> EnumSet.of(SITES);
            case CHANGE_THRESHOLD -> EnumSet.of(THRESHOLD);
        };
    }

    /** Largest distance of two coefficients of linear forms with the same columns, the intercept among them. */
    static double drift(LinearForm a, LinearForm b) {
        double most = Math.abs(a.intercept() - b.intercept());
        for (int i = 0; i < a.columns(); i++) {
            most = Math.max(most, Math.abs(a.weight(i) - b.weight(i)));
        }
        return most;
    }
}
