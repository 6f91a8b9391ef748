package org.clinicalmlops.api.learn;

import java.util.HashSet;
import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * How a candidate is judged before the gates: on a sequestered set against the version in use, and on what it must not have forgotten.
 *
 * @param alpha probability, over all uses of one sequestered set, of passing a candidate that is worse by more than its margin;
 *     in (0, 1)
 * @param margins at least one, of different metrics
 */
public record ChangeEvaluation(double alpha, List<Margin> margins) implements Declared {
    public ChangeEvaluation {
        Declarable.probability("alpha", alpha);
        margins = List.copyOf(margins);
        if (margins.isEmpty()) {
            throw new IllegalArgumentException("at least one margin is needed");
        }
        List<String> metrics = margins.stream().map(Margin::metric).toList();
        if (new HashSet<>(metrics).size() < metrics.size()) {
            throw new IllegalArgumentException("a metric must have one margin, were " + metrics);
        }
    }

    public static NeedsMargins alpha(double alpha) {
        return margins -> new ChangeEvaluation(alpha, margins);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("change-evaluation").with("alpha", alpha).with("margins", margins);
    }

    /** What counts as no worse. */
    public interface NeedsMargins {
        ChangeEvaluation noWorseBy(List<Margin> margins);
    }
}
