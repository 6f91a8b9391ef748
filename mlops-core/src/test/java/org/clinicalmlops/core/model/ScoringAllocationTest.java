package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.clinicalmlops.api.train.TreesForm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("allocation")
class ScoringAllocationTest {
    private static final int ROWS = 1 << 12;
    private static final int CALLS = 100_000;

    private static volatile double sink;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.clinicalmlops.core.model.ModelArtifactTest#models")
    void scoringARowAllocatesNothing(String form, ModelArtifact model) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        double[][] rows = new double[ROWS][];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < ROWS; i++) {
            rows[i] = Models.coded(random);
        }
        CompiledModel compiled = model.compiled();
        Scratch scratch = compiled.newScratch();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getThreadAllocatedBytes(me);
            double sum = 0;
            for (int i = 0; i < CALLS; i++) {
                sum += compiled.risk(rows[i & ROWS - 1], scratch);
            }
            sink = sum;
            least = Math.min(least, threads.getThreadAllocatedBytes(me) - before);
        }
        assertThat(least).isZero();
        assertThat(sink).isNotZero();
    }

    @ParameterizedTest
    @EnumSource(TreesLayout.class)
    void aLayoutOfTreesAllocatesNothing(TreesLayout layout) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        SplittableRandom random = new SplittableRandom(6);
        RandomTrees.Shape shape = new RandomTrees.Shape(12, 20, 2, 3, true, 2);
        Kernel kernel = layout.of(RandomTrees.of(random, shape, TreesForm.Leaves.LOG_ODDS));
        int[] ranks = new int[kernel.ranks()];
        double[][] rows = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            rows[i] = RandomTrees.row(random, 12, i % 2);
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getThreadAllocatedBytes(me);
            double sum = 0;
            for (int i = 0; i < CALLS / 5; i++) {
                sum += kernel.risk(rows[i & ROWS - 1], ranks);
            }
            sink = sum;
            least = Math.min(least, threads.getThreadAllocatedBytes(me) - before);
        }
        assertThat(least).isZero();
        assertThat(sink).isNotZero();
    }
}
