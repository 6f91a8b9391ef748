package org.clinicalmlops.core.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Divides rows into folds by patient: seeded, and independent of the order of rows. */
final class Folds {
    private final int[] foldOfRow;
    private final int count;

    private Folds(int[] foldOfRow, int count) {
        this.foldOfRow = foldOfRow;
        this.count = count;
    }

    static Folds of(TrainingRows rows, int count, long seed) {
        TreeSet<String> sorted = new TreeSet<>();
        for (int i = 0; i < rows.size(); i++) {
            sorted.add(rows.patient(i));
        }
        List<String> patients = new ArrayList<>(sorted);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = patients.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            String swapped = patients.get(i);
            patients.set(i, patients.get(j));
            patients.set(j, swapped);
        }
        Map<String, Integer> foldOfPatient = new HashMap<>();
        for (int i = 0; i < patients.size(); i++) {
            foldOfPatient.put(patients.get(i), i % count);
        }
        int[] fold = new int[rows.size()];
        for (int i = 0; i < fold.length; i++) {
            fold[i] = foldOfPatient.get(rows.patient(i));
        }
        return new Folds(fold, count);
    }

    int count() {
        return count;
    }

    /** Positions of the rows inside a fold. */
    int[] inside(int fold) {
        return IntStream.range(0, foldOfRow.length)
                .filter(i -> foldOfRow[i] == fold)
                .toArray();
    }

    /** Positions of the rows outside a fold: these train. */
    int[] outside(int fold) {
        return IntStream.range(0, foldOfRow.length)
                .filter(i -> foldOfRow[i] != fold)
                .toArray();
    }
}
