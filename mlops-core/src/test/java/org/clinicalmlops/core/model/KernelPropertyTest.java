package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.testkit.train.FormInterpreter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: the interpreter of the test kit. Every kernel that takes a form answers its bits. */
class KernelPropertyTest {
    static List<Object[]> seeds() {
        List<Object[]> seeds = new ArrayList<>();
        for (long seed = 1; seed <= 60; seed++) {
            seeds.add(new Object[] {seed, seed % 2 == 0 ? TreesForm.Leaves.LOG_ODDS : TreesForm.Leaves.PROBABILITIES});
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}, {1}")
    @MethodSource("seeds")
    void everyKernelHasTheBitsOfTheDefinition(long seed, TreesForm.Leaves leaves) {
        SplittableRandom random = new SplittableRandom(seed);
        int columns = 1 + random.nextInt(40);
        RandomTrees.Shape shape = new RandomTrees.Shape(
                columns,
                1 + random.nextInt(40),
                random.nextInt(3),
                3 + random.nextInt(6),
                seed % 3 == 0,
                seed % 5 == 0 ? 3 : seed % 5 < 3 ? 2 : 1);
        TreesForm form = RandomTrees.of(random, shape, leaves);
        List<Kernel> kernels = kernels(form);
        for (int i = 0; i < 200; i++) {
            double[] row = RandomTrees.row(random, columns, i % 4);
            double risk = FormInterpreter.risk(form, row);
            for (Kernel kernel : kernels) {
                assertThat(Double.doubleToLongBits(kernel.risk(row, new int[kernel.ranks()])))
                        .as(kernel.getClass().getSimpleName())
                        .isEqualTo(Double.doubleToLongBits(risk));
            }
        }
    }

    private static List<Kernel> kernels(TreesForm form) {
        List<Kernel> kernels = new ArrayList<>();
        for (TreesLayout layout : TreesLayout.values()) {
            if (layout.takes(form)) {
                kernels.add(layout.of(form));
            }
        }
        return kernels;
    }
}
