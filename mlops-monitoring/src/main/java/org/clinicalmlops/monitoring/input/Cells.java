package org.clinicalmlops.monitoring.input;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.monitoring.text.Wording;

/** What the values of a feature are counted in, to tell which of them are new. */
enum Cells {
    /** A category, or a number of which training had few values: its own bins. */
    BINS {
        @Override
        long[] of(FeatureProfile training) {
            return IntStream.range(0, training.bins())
                    .mapToLong(training::count)
                    .toArray();
        }

        @Override
        long[] of(FeatureCounts counts) {
            return counts.toBins();
        }

        @Override
        Optional<String> name(int cell) {
            return Optional.empty();
        }
    },
    /** Any other number: what is not positive, then the cells of {@link Magnitudes}. */
    MAGNITUDES {
        @Override
        long[] of(FeatureProfile training) {
            return cells(
                    training.present(),
                    IntStream.range(0, Magnitudes.CELLS)
                            .mapToLong(training::magnitude)
                            .toArray());
        }

        @Override
        long[] of(FeatureCounts counts) {
            return cells(
                    counts.present(),
                    IntStream.range(0, Magnitudes.CELLS)
                            .mapToLong(counts::magnitude)
                            .toArray());
        }

        @Override
        Optional<String> name(int cell) {
            return Optional.of(Wording.magnitude(cell - 1));
        }
    };

    /** Empty bins tell what is new; of a number all of whose bins are filled, magnitudes do. */
    static Cells of(FeatureProfile training, boolean categorical) {
        boolean fewValues = Arrays.stream(BINS.of(training)).anyMatch(n -> n == 0);
        return categorical || fewValues || !training.knowsMagnitudes() ? BINS : MAGNITUDES;
    }

    /** Rows of training in each. */
    abstract long[] of(FeatureProfile training);

    /** Rows in each, unknown categories left out. */
    abstract long[] of(FeatureCounts counts);

    /** What lies in a cell, where that says more than the finding does. */
    abstract Optional<String> name(int cell);

    private static long[] cells(long present, long[] positive) {
        long[] cells = new long[positive.length + 1];
        System.arraycopy(positive, 0, cells, 1, positive.length);
        cells[0] = present - Arrays.stream(positive).sum();
        return cells;
    }
}
