package org.clinicalmlops.api.explain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Risk;

/**
 * Exact Shapley values of one answer, relative to a typical patient: the answer for the typical patient and all amounts add up to this
 * patient's. The typical patient is one made-up row of the training data's medians and commonest categories, never a patient's. On the
 * scale of {@link Scale#POINTS} they are the points themselves. Immutable.
 *
 * @param scale on which they add up
 * @param base the model's value for the typical patient; 0 points; finite
 * @param total the model's value for this patient: {@code base} and all amounts, to rounding; finite
 * @param typicalRisk the risk of the typical patient as it would be served; empty on the scale of points
 * @param bySize one for each feature of the model, those without a part too: largest first, whichever way; of equal ones the first
 *     feature first
 */
public record Contributions(
        Scale scale, double base, double total, Optional<Risk> typicalRisk, List<Contribution> bySize)
        implements Explanation {
    /** What rounding may come to, of the numbers that are added. Our choice: far above it, far below any amount that is read. */
    private static final double ROUNDING = 1e-9;

    public Contributions {
        Objects.requireNonNull(scale, "scale");
        Objects.requireNonNull(typicalRisk, "typicalRisk");
        bySize = List.copyOf(bySize);
        if (!Double.isFinite(base) || !Double.isFinite(total)) {
            throw new IllegalArgumentException("base and total must be finite, were " + base + " and " + total);
        }
        double sum = base;
        double size = Math.abs(base) + Math.abs(total);
        double before = Double.POSITIVE_INFINITY;
        for (Contribution contribution : bySize) {
            if (contribution.size() > before) {
                throw new IllegalArgumentException("contributions must be listed by size, '" + contribution.feature()
                        + "' was larger than the one before");
            }
            before = contribution.size();
            sum += contribution.amount();
            size += contribution.size();
        }
        if (Math.abs(sum - total) > ROUNDING * size) {
            throw new IllegalArgumentException("base and amounts must add up to the total " + total + ", were " + sum);
        }
    }

    /** All amounts added up, whichever way each goes. */
    public double moved() {
        double moved = 0;
        for (Contribution contribution : bySize) {
            moved += contribution.size();
        }
        return moved;
    }

    /**
     * How much of all that moves the answer away from the typical one is due to a contribution, whichever way it goes. Not of the distance
     * between the two answers: where contributions cancel, that is next to nothing.
     *
     * @return in [0, 1]; shares of all contributions add up to 1, unless none has a part: then each is 0
     */
    public double share(Contribution contribution) {
        double moved = moved();
        return moved > 0 ? Math.min(1, contribution.size() / moved) : 0;
    }
}
