package org.clinicalmlops.core.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.train.TreeNode.Categories;
import org.clinicalmlops.api.train.TreeNode.Direction;

/** The distinct sets of categories that trees ask for, by number. Filled while a model is compiled, only read afterwards. */
final class CategorySets {
    private final Map<Categories, Integer> numbers = new HashMap<>();
    private final List<Asked> sets = new ArrayList<>();

    private record Asked(Categories split, BitSet left) {}

    /** The number of what a node asks, wherever its children are; a new one if nobody has asked it before. */
    int numberOf(Categories node) {
        Categories split =
                new Categories(node.column(), node.known(), node.goLeft(), node.unseen(), node.missing(), 0, 0);
        Integer number = numbers.putIfAbsent(split, sets.size());
        if (number != null) {
            return number;
        }
        BitSet left = new BitSet(split.known());
        split.goLeft().forEach(left::set);
        sets.add(new Asked(split, left));
        return sets.size() - 1;
    }

    /** Whether a set sends some value nowhere. */
    boolean mayBeNowhere() {
        return sets.stream()
                .map(Asked::split)
                .anyMatch(s -> s.missing() == Direction.UNDEFINED || s.unseen() == Direction.UNDEFINED);
    }

    int size() {
        return sets.size();
    }

    /** Where set {@code number} sends a row. Allocates nothing. */
    Direction direction(int number, double[] x) {
        Asked set = sets.get(number);
        double value = x[set.split.column()];
        if (value != value) {
            return set.split.missing();
        }
        int code = (int) value;
        if (code == value && code >= 0 && code < set.split.known()) {
            return set.left.get(code) ? Direction.LEFT : Direction.RIGHT;
        }
        return set.split.unseen();
    }
}
