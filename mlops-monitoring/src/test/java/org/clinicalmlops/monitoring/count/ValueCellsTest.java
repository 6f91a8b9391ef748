package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueCellsTest {
    private static final double MAX = Double.MAX_VALUE;

    /** Edges that make it hard: across zero, huge, tiny, close together, one only, none, very many. */
    static List<double[]> edges() {
        List<double[]> all = new ArrayList<>(List.of(
                new double[] {},
                new double[] {0},
                new double[] {-0.0},
                new double[] {-3},
                new double[] {7},
                new double[] {Double.MIN_VALUE},
                new double[] {-MAX, MAX},
                new double[] {-MAX, -1, 0, 1, MAX},
                new double[] {0, MAX},
                new double[] {-MAX, 0},
                new double[] {-1e-300, 0, 1e-300},
                new double[] {1, Math.nextUp(1.0)},
                new double[] {-1e20, -1e20 + 16384},
                new double[] {0, Math.nextUp(0.0), 1, Math.nextUp(1.0), 2, Math.nextUp(2.0)},
                new double[] {-1000, -0.1, 0, 0.1, 1000},
                new double[] {1e-9, 1e-3, 1, 1e3, 1e9},
                new double[] {134, 136, 138, 139, 140, 141, 142, 144},
                DoubleStream.iterate(127, x -> x + 1)
                        .limit(3)
                        .flatMap(x -> DoubleStream.of(x, Math.nextUp(x)))
                        .toArray(),
                new double[] {7.31, 7.35, 7.37, 7.39, 7.4, 7.41, 7.43, 7.45, 7.5},
                DoubleStream.iterate(-300, x -> x + 1).limit(600).toArray()));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            double scale = Math.pow(10, random.nextInt(-12, 13));
            double shift = random.nextInt(3) == 0 ? 0 : scale * random.nextDouble(-20, 20);
            all.add(DoubleStream.generate(() -> shift + scale * random.nextDouble(-1, 1))
                    .limit(random.nextInt(1, 40))
                    .distinct()
                    .sorted()
                    .toArray());
        }
        return all;
    }

    private static double[] probes(double[] edges) {
        SplittableRandom random = new SplittableRandom(edges.length);
        DoubleStream near = DoubleStream.of(edges)
                .flatMap(e -> DoubleStream.of(e, Math.nextUp(e), Math.nextDown(e), -e, e * 1.001, e * 0.999, 2 * e));
        DoubleStream odd = DoubleStream.of(
                0.0,
                -0.0,
                Double.MIN_VALUE,
                -Double.MIN_VALUE,
                MAX,
                -MAX,
                1,
                -1,
                1e10,
                -1e10,
                0x1p-20,
                0x1p24,
                0x1p-30);
        DoubleStream infinite = DoubleStream.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        DoubleStream any = random.longs(500).mapToDouble(Double::longBitsToDouble);
        double low = edges.length == 0 ? -1 : edges[0] - 1;
        double high = edges.length == 0 ? 1 : Math.nextUp(edges[edges.length - 1]);
        DoubleStream within = low < high && high - low < MAX ? random.doubles(500, low, high) : DoubleStream.empty();
        return DoubleStream.of(0)
                .flatMap(x -> DoubleStream.concat(
                        DoubleStream.concat(near, odd),
                        DoubleStream.concat(infinite, DoubleStream.concat(any, within))))
                .filter(x -> x == x)
                .toArray();
    }

    private static int linear(double[] edges, double x) {
        return (int) DoubleStream.of(edges).filter(e -> e <= x).count();
    }

    @ParameterizedTest
    @MethodSource("edges")
    void aNumberIsInTheBinThatAWalkOverTheEdgesFinds(double[] edges) {
        int n = edges.length + 1;
        ValueCells cells = new ValueCells(new double[][] {edges}, new int[] {n}, new int[] {5}, new int[] {n + 20});
        for (double x : probes(edges)) {
            int bin = linear(edges, x);
            assertThat(Bins.of(edges, x)).as("%s", x).isEqualTo(bin);
            assertThat(cells.of(0, x)).as("%s", x).isEqualTo(5 + bin);
            long[] counts = new long[n + 20 + Magnitudes.CELLS];
            assertThat(cells.count(counts, 3, new double[] {x}, 0, 1)).isZero();
            assertThat(counts[3 + 5 + bin]).as("%s", x).isEqualTo(1);
            int size = x >= 0x1p-1025 ? Magnitudes.cell(x) : -1;
            assertThat(counts[n + 20 + size]).as("%s", x).isEqualTo(1);
            assertThat(Arrays.stream(counts).sum()).isEqualTo(2);
        }
    }

    @Test
    void aMissingValueIsToldAndCountedOnlyAsMissing() {
        ValueCells cells = new ValueCells(
                new double[][] {{0}, {0}, {}}, new int[] {2, 2, 3}, new int[] {0, 4, 8}, new int[] {20, 400, -1});
        long[] counts = new long[1000];
        double nan = Double.longBitsToDouble(0xFFF0000000000001L);
        assertThat(cells.count(counts, 0, new double[] {Double.NaN, 1, nan}, 0, 3))
                .isEqualTo(0b101);
        assertThat(counts[3]).isEqualTo(1);
        assertThat(counts[5]).isEqualTo(1);
        assertThat(counts[8 + 4]).isEqualTo(1);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(4);
    }

    @Test
    void aCategoryIsInTheBinOfItsCodeAndAnythingElseIsUnseen() {
        ValueCells cells = new ValueCells(new double[][] {{}}, new int[] {3}, new int[] {0}, new int[] {-1});
        assertThat(DoubleStream.of(0, -0.0, 1, 2).mapToInt(x -> cells.of(0, x))).containsExactly(0, 0, 1, 2);
        assertThat(DoubleStream.of(-1, 3, 0.5, 1e300, -1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
                        .mapToInt(x -> cells.of(0, x)))
                .containsOnly(3);
    }
}
