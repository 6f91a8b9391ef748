package org.clinicalmlops.core.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.clinicalmlops.api.train.TreeNode.Categories;
import org.clinicalmlops.api.train.TreeNode.Direction;

/** Sets of category codes as bits, by number. Filled while a model is compiled, only read afterwards. */
final class CategorySets {
    private final List<Set> sets = new ArrayList<>();

    private record Set(Categories split, BitSet left) {
        int direction(double x) {
            if (x != x) {
                return split.missing().ordinal();
            }
            int code = (int) x;
            if (code == x && code >= 0 && code < split.known()) {
                return (left.get(code) ? Direction.LEFT : Direction.RIGHT).ordinal();
            }
            return split.unseen().ordinal();
        }
    }

    /** Adds a split; answers its number. */
    int add(Categories split) {
        BitSet left = new BitSet(split.known());
        split.goLeft().forEach(left::set);
        sets.add(new Set(split, left));
        return sets.size() - 1;
    }

    /** Where split {@code number} sends a value: an ordinal of {@link Direction}. */
    int direction(int number, double x) {
        return sets.get(number).direction(x);
    }
}
