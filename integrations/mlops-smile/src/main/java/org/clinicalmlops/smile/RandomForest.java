package org.clinicalmlops.smile;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.api.train.TreesForm;
import smile.base.cart.SplitRule;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;

/**
 * A random forest by Smile: Gini splits, bootstrap samples as large as the data, {@code floor(sqrt(columns))} columns tried at each
 * node unless told otherwise, trees weighted by their out-of-bag accuracy, leaves smoothed by one case of each class. Our model form answers what Smile's
 * posterior probability is, to within 1e-12: the sums are the same, their last rounding is not. Every tree has a seed of its own, so
 * that the number of threads changes nothing. Thread-safe.
 *
 * <p>Smile joins two leaves of one parent again if both have more rows without the event than with it, or both fewer. Where the event
 * is rare and leaves are large, trees therefore hardly split; if none does, the fit fails. Prefer small leaves for rare events.
 *
 * @param count trees, {@code >= 1}
 * @param maxDepth most nodes on a way from the root to a leaf, both counted, {@code >= 2}
 * @param leafSize no split leaves fewer rows than this on a side, {@code >= 1}
 * @param columnsTried how many columns, drawn anew, a node may split by, {@code >= 1}, all if there are fewer; empty for
 *     {@code floor(sqrt(columns))}
 */
public record RandomForest(int count, int maxDepth, int leafSize, OptionalInt columnsTried) implements Trainer<Risk> {
    /** Smile's own defaults. */
    private static final int DEPTH = 20;

    /** Larger than Smile's 5: our choice, since risks are wanted and not classes. */
    private static final int LEAF = 10;

    public RandomForest {
        if (count < 1) {
            throw new IllegalArgumentException("count must be >= 1, was " + count);
        }
        if (maxDepth < 2) {
            throw new IllegalArgumentException("maxDepth must be >= 2, was " + maxDepth);
        }
        if (leafSize < 1) {
            throw new IllegalArgumentException("leafSize must be >= 1, was " + leafSize);
        }
        if (columnsTried.orElse(1) < 1) {
            throw new IllegalArgumentException("columnsTried must be >= 1, was " + columnsTried.getAsInt());
        }
    }

    /** @param count trees, {@code >= 1} */
    public static RandomForest trees(int count) {
        return new RandomForest(count, DEPTH, LEAF, OptionalInt.empty());
    }

    /** Limits the depth; 20 unless told. */
    public RandomForest maxDepth(int depth) {
        return new RandomForest(count, depth, leafSize, columnsTried);
    }

    /** Sets how many rows a leaf must have; 10 unless told. */
    public RandomForest leafSize(int rows) {
        return new RandomForest(count, maxDepth, rows, columnsTried);
    }

    /** Sets how many columns each node may split by; {@code floor(sqrt(columns))} unless told. */
    public RandomForest columnsTried(int columns) {
        return new RandomForest(count, maxDepth, leafSize, OptionalInt.of(columns));
    }

    @Override
    public String id() {
        return "random forest, " + count + " trees";
    }

    @Override
    public ModelForm fit(TrainingData data, long seed) {
        Fitting.needsBothClasses(data, id());
        if (data.columns().isEmpty()) {
            throw new MlopsException(id() + " needs at least one column");
        }
        return form(data, fitWithSmile(data, seed, Runtime.getRuntime().availableProcessors()));
    }

    ModelForm form(TrainingData data, smile.classification.RandomForest forest) {
        Magnified magnified = new Magnified(data);
        List<TreesForm.Tree> trees = new ArrayList<>();
        boolean splits = false;
        for (smile.classification.RandomForest.Model model : forest.models()) {
            if (model.weight > 0) {
                TreesForm.Tree tree = new TreeReader(magnified).read(model.tree.root(), model.weight);
                trees.add(tree);
                splits |= tree.size() > 1;
            }
        }
        if (trees.isEmpty()) {
            throw new MlopsException(id() + ": every tree was wrong about every row that it had not seen");
        }
        if (!splits) {
            throw new MlopsException(id() + ": no tree splits, so that every risk would be the same; leaves of "
                    + leafSize + " rows may be too large for so few events");
        }
        return TreesForm.of(data.columns().size(), trees);
    }

    smile.classification.RandomForest fitWithSmile(TrainingData data, long seed, int threads) {
        DataFrame frame = new Magnified(data).frame(data).merge(IntVector.of("y", data.toClasses()));
        int all = data.columns().size();
        int tried = Math.min(all, columnsTried.orElse((int) Math.floor(Math.sqrt(all))));
        SplittableRandom seeds = new SplittableRandom(seed);
        return Fitting.inPool(
                threads,
                id(),
                () -> smile.classification.RandomForest.fit(
                        Formula.lhs("y"),
                        frame,
                        count,
                        tried,
                        SplitRule.GINI,
                        maxDepth,
                        Math.max(2, data.size() / leafSize),
                        leafSize,
                        1.0,
                        null,
                        seeds.longs(count).map(s -> s >>> 1)));
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("random-forest")
                .with("count", count)
                .with("maxDepth", maxDepth)
                .with("leafSize", leafSize)
                .with("smile", Fitting.SMILE);
        return columnsTried.isPresent()
                ? declaration.with("columnsTried", columnsTried.getAsInt())
                : declaration.with("columnsTried", "square root");
    }
}
