package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.RiskCells;
import org.jspecify.annotations.Nullable;

/** Counts rows as anybody would who has time: a map, a walk over the edges, a set of episodes. What {@link Counters} is compared with. */
final class ByHand {
    private final Ward ward;
    private final Groups groups;
    private final Map<String, Long> counts = new HashMap<>();
    private final Set<String> episodes = new HashSet<>();

    ByHand(Ward ward) {
        this.ward = ward;
        groups = ward.groups();
    }

    private void add(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    private long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    void observe(double[] values, double risk, @Nullable String episode) {
        add("rows");
        if (episode == null) {
            add("without");
        } else if (!episodes.add(episode)) {
            return;
        }
        add("firsts");
        int cell = groups.cell(values);
        for (int f = 0; f < values.length; f++) {
            add("f" + f + " " + place(f, values[f]) + " in " + cell);
            if (values[f] > 0 && !ward.baseline.schema().feature(f).categorical()) {
                add("size " + f + " " + Magnitudes.cell(values[f]));
            }
        }
        add("risk " + (Double.isNaN(risk) ? "missing" : RiskCells.cell(risk)) + " in " + cell);
        add("pattern " + MissingPatterns.of(values));
    }

    private String place(int f, double x) {
        if (Double.isNaN(x)) {
            return "missing";
        }
        if (ward.baseline.schema().feature(f).categorical()) {
            boolean known = x >= 0 && x < ward.baseline.levels().of(f).size() && x == Math.rint(x);
            return known ? "" + Math.round(x) : "unseen";
        }
        return ""
                + Arrays.stream(ward.baseline.features().get(f).toEdges())
                        .filter(e -> e <= x)
                        .count();
    }

    void agreesWith(Counts is) {
        assertThat(is.rows()).isEqualTo(of("rows"));
        assertThat(is.firsts()).isEqualTo(of("firsts"));
        assertThat(is.withoutEpisode()).isEqualTo(of("without"));
        for (int f = 0; f < ward.baseline.schema().size(); f++) {
            FeatureCounts everybody = is.feature(f);
            assertThat(sumOverCells(f, everybody)).as("feature %d", f).isTrue();
            for (int size = 0; everybody.hasMagnitudes() && size < Magnitudes.CELLS; size++) {
                assertThat(everybody.magnitude(size)).isEqualTo(of("size " + f + " " + size));
            }
            assertThat(everybody.hasMagnitudes())
                    .isEqualTo(!ward.baseline.schema().feature(f).categorical());
        }
        for (int g = 0; g < groups.size(); g++) {
            for (int f = 0; f < ward.baseline.schema().size(); f++) {
                assertThat(is.feature(f, g))
                        .isEqualTo(feature(
                                f, groups.group(g).cells(), is.feature(f, g).bins()));
            }
            assertThat(is.risk(g)).isEqualTo(risk(groups.group(g).cells()));
        }
        MissingPatterns patterns = ward.baseline.patterns();
        long others = is.firsts();
        for (int place = 0; place < patterns.places() - 1; place++) {
            assertThat(is.pattern(place)).isEqualTo(of("pattern " + patterns.pattern(place)));
            others -= is.pattern(place);
        }
        assertThat(is.pattern(patterns.places() - 1)).isEqualTo(others);
    }

    private boolean sumOverCells(int f, FeatureCounts everybody) {
        Iterable<Integer> all = IntStream.range(0, groups.cells()).boxed()::iterator;
        FeatureCounts expected = feature(f, all, everybody.bins());
        return Arrays.equals(everybody.toBins(), expected.toBins())
                && everybody.missing() == expected.missing()
                && everybody.unseenLevels() == expected.unseenLevels();
    }

    private FeatureCounts feature(int f, Iterable<Integer> cells, int n) {
        long[] bins = new long[n];
        long unseen = 0;
        long missing = 0;
        for (int cell : cells) {
            for (int bin = 0; bin < n; bin++) {
                bins[bin] += of("f" + f + " " + bin + " in " + cell);
            }
            unseen += of("f" + f + " unseen in " + cell);
            missing += of("f" + f + " missing in " + cell);
        }
        return FeatureCounts.of(bins, unseen, missing, new long[0]);
    }

    private FeatureCounts risk(Iterable<Integer> cells) {
        long[] bins = new long[RiskCells.CELLS];
        long missing = 0;
        for (int cell : cells) {
            for (int bin = 0; bin < bins.length; bin++) {
                bins[bin] += of("risk " + bin + " in " + cell);
            }
            missing += of("risk missing in " + cell);
        }
        return FeatureCounts.of(bins, 0, missing, new long[0]);
    }
}
