package org.clinicalmlops.core.explain;

import java.util.List;
import org.clinicalmlops.api.explain.Contribution;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;

/** What tests read of an explanation, and a model of three numbers. */
final class Found {
    static final List<FeatureSpec> NUMBERS = List.of(
            new FeatureSpec("a", FeatureSpec.Kind.NUMERIC, "1", 1),
            new FeatureSpec("b", FeatureSpec.Kind.NUMERIC, "1", 1),
            new FeatureSpec("c", FeatureSpec.Kind.NUMERIC_OR_NULL, "mg/dL", 1));

    static ModelArtifact numbers(TreesForm form, Recalibration recalibration) {
        return RandomModels.artifact(
                NUMBERS,
                List.of(List.of(), List.of(), List.of()),
                List.of(new Column.AsIs(0, "a"), new Column.AsIs(1, "b"), new Column.AsIs(2, "c")),
                form,
                recalibration);
    }

    private Found() {}

    static Contributions contributions(Explanation explanation) {
        return explanation.fold(contributions -> contributions, unexplained -> {
            throw new AssertionError(unexplained.reason());
        });
    }

    static double[] amounts(ModelArtifact model, Contributions of) {
        double[] amounts = new double[model.schema().size()];
        for (Contribution contribution : of.bySize()) {
            amounts[model.schema().indexOf(contribution.feature())] = contribution.amount();
        }
        return amounts;
    }

    static Unexplained.Reason reason(Explanation explanation) {
        return explanation.fold(
                contributions -> {
                    throw new AssertionError("explained: " + contributions);
                },
                Unexplained::reason);
    }

    /** Base and amounts added up. */
    static double sum(Contributions found) {
        return found.base()
                + found.bySize().stream().mapToDouble(Contribution::amount).sum();
    }
}
