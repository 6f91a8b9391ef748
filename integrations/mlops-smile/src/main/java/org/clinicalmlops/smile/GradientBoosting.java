package org.clinicalmlops.smile;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.api.train.TreesForm;
import smile.base.cart.Loss;
import smile.base.cart.RegressionNode;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.math.MathEx;

/**
 * Gradient boosted trees by Smile (L2 TreeBoost with the logistic loss, Friedman 2001), each fitted to a sample of the rows drawn without
 * replacement. Our model form answers what Smile's posterior probability is, to within 1e-12: Smile keeps half of the log odds, ours
 * keeps the log odds, and doubling rounds nothing. Smile draws from random numbers that it keeps by thread: every fit has a thread of
 * its own, which is given the seed, so that the same data and seed give the same bits. Thread-safe; a fit uses one thread.
 *
 * @param count trees, {@code >= 1}
 * @param maxDepth most nodes on a way from the root to a leaf, both counted, {@code >= 2}
 * @param maxLeaves most leaves of a tree, {@code >= 2}
 * @param leafSize no split leaves fewer rows than this on a side, {@code >= 1}
 * @param shrinkage how much of each tree counts, in (0, 1]
 * @param subsample share of the rows that a tree is fitted to, in (0, 1]
 */
public record GradientBoosting(int count, int maxDepth, int maxLeaves, int leafSize, double shrinkage, double subsample)
        implements Trainer<Risk> {
    /** Three splits deep, so that three columns may act together: our choice. Shrinkage and share of the rows are Smile's own. */
    private static final GradientBoosting USUAL = new GradientBoosting(1, 4, 8, 10, 0.05, 0.7);

    public GradientBoosting {
        if (count < 1) {
            throw new IllegalArgumentException("count must be >= 1, was " + count);
        }
        if (maxDepth < 2) {
            throw new IllegalArgumentException("maxDepth must be >= 2, was " + maxDepth);
        }
        if (maxLeaves < 2) {
            throw new IllegalArgumentException("maxLeaves must be >= 2, was " + maxLeaves);
        }
        if (leafSize < 1) {
            throw new IllegalArgumentException("leafSize must be >= 1, was " + leafSize);
        }
        if (!(shrinkage > 0 && shrinkage <= 1)) {
            throw new IllegalArgumentException("shrinkage must be in (0, 1], was " + shrinkage);
        }
        if (!(subsample > 0 && subsample <= 1)) {
            throw new IllegalArgumentException("subsample must be in (0, 1], was " + subsample);
        }
    }

    /**
     * Trees of three splits on a way and 8 leaves, of 10 rows or more each; a shrinkage of 0.05, and 0.7 of the rows for a tree.
     *
     * @param count trees, {@code >= 1}
     */
    public static GradientBoosting trees(int count) {
        return new GradientBoosting(
                count, USUAL.maxDepth, USUAL.maxLeaves, USUAL.leafSize, USUAL.shrinkage, USUAL.subsample);
    }

    /** Limits the depth; 4 unless told. */
    public GradientBoosting maxDepth(int depth) {
        return new GradientBoosting(count, depth, maxLeaves, leafSize, shrinkage, subsample);
    }

    /** Limits the leaves of a tree; 8 unless told. */
    public GradientBoosting maxLeaves(int leaves) {
        return new GradientBoosting(count, maxDepth, leaves, leafSize, shrinkage, subsample);
    }

    /** Sets how many rows a leaf must have; 10 unless told. */
    public GradientBoosting leafSize(int rows) {
        return new GradientBoosting(count, maxDepth, maxLeaves, rows, shrinkage, subsample);
    }

    /** Sets how much of each tree counts; 0.05 unless told. */
    public GradientBoosting shrinkage(double share) {
        return new GradientBoosting(count, maxDepth, maxLeaves, leafSize, share, subsample);
    }

    /** Sets what share of the rows each tree is fitted to; 0.7 unless told. */
    public GradientBoosting subsample(double share) {
        return new GradientBoosting(count, maxDepth, maxLeaves, leafSize, shrinkage, share);
    }

    @Override
    public String id() {
        return "gradient boosting, " + count + " trees";
    }

    @Override
    public ModelForm fit(TrainingData data, long seed) {
        Fitting.needsBothClasses(data, id());
        if (data.columns().isEmpty()) {
            throw new MlopsException(id() + " needs at least one column");
        }
        return form(data, fitWithSmile(data, seed));
    }

    ModelForm form(TrainingData data, GradientTreeBoost boosted) {
        Magnified magnified = new Magnified(data);
        List<TreesForm.Tree> trees = new ArrayList<>();
        for (smile.regression.RegressionTree tree : boosted.trees()) {
            trees.add(new TreeReader(magnified, leaf -> 2 * (shrinkage * ((RegressionNode) leaf).output()))
                    .read(tree.root(), 1));
        }
        if (trees.stream().allMatch(tree -> tree.size() == 1)) {
            throw new MlopsException(id() + ": no tree splits, so that every risk would be the same; leaves of "
                    + leafSize + " rows may be too large for so few rows");
        }
        double half = Loss.logistic(data.toClasses()).intercept(null);
        return TreesForm.logOdds(data.columns().size(), 2 * half, trees);
    }

    GradientTreeBoost fitWithSmile(TrainingData data, long seed) {
        DataFrame frame = new Magnified(data).frame(data).merge(IntVector.of("y", data.toClasses()));
        return Fitting.inPool(1, id(), () -> {
            MathEx.setSeed(seed);
            return GradientTreeBoost.fit(
                    Formula.lhs("y"), frame, count, maxDepth, maxLeaves, leafSize, shrinkage, subsample);
        });
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("gradient-boosting")
                .with("count", count)
                .with("maxDepth", maxDepth)
                .with("maxLeaves", maxLeaves)
                .with("leafSize", leafSize)
                .with("shrinkage", shrinkage)
                .with("subsample", subsample)
                .with("smile", Fitting.SMILE);
    }
}
