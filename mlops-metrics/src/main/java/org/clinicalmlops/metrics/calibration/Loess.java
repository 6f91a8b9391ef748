package org.clinicalmlops.metrics.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link Smoother#LOESS}. */
final class Loess implements RiskCurve {
    private static final double SPAN = 0.75;

    /** Distinct risks up to which the curve is fitted at each. */
    static final int DIRECT_UP_TO = 5000;

    /** Steps of each half of the grid that is begun with. */
    private static final int STEPS = 128;

    /** A gap of the grid is halved while the fit in its middle is further than this from the line between its ends. */
    private static final double STRAIGHT = 2e-5;

    /** How often a gap is halved at most: where the curve jumps, beside a pile of equal risks, it is never straight. */
    private static final int HALVINGS = 10;

    private final GroupedRisks groups;
    private final double[] shares;

    /** Cases with a risk below that of each group, and all cases at the end. */
    private final int[] below;

    private final int nearest;
    private final double[] grid;
    private final LocalFit[] fits;
    private final boolean everywhere;

    /** At least one case. */
    Loess(GroupedRisks groups) {
        this(groups, groups.risks.length <= DIRECT_UP_TO);
    }

    /** Fitted at every risk, or on the grid. */
    Loess(GroupedRisks groups, boolean direct) {
        this.groups = groups;
        int distinct = groups.risks.length;
        shares = new double[distinct];
        below = new int[distinct + 1];
        for (int g = 0; g < distinct; g++) {
            shares[g] = groups.events[g] / groups.cases[g];
            below[g + 1] = below[g] + (int) groups.cases[g];
        }
        int n = below[distinct];
        nearest = (int) Math.max(1, Math.min(n, Math.floor(n * SPAN + 1e-5)));
        Room room = new Room(distinct);
        List<Knot> knots = new ArrayList<>();
        if (direct) {
            for (double risk : groups.risks) {
                knots.add(new Knot(risk, fit(risk, room)));
            }
        } else {
            Knot last = new Knot(groups.risks[0], fit(groups.risks[0], room));
            for (double x : firstGrid(groups.risks)) {
                if (x > last.x) {
                    Knot next = new Knot(x, fit(x, room));
                    halve(last, next, HALVINGS, room, knots);
                    last = next;
                }
            }
            knots.add(last);
        }
        grid = knots.stream().mapToDouble(Knot::x).toArray();
        fits = knots.stream().map(Knot::fit).toArray(LocalFit[]::new);
        everywhere = direct;
    }

    private record Knot(double x, LocalFit fit) {}

    /** Adds the lower end and what is needed between the ends. */
    private void halve(Knot low, Knot high, int halvings, Room room, List<Knot> knots) {
        double x = low.x + (high.x - low.x) / 2;
        if (halvings == 0 || !(x > low.x && x < high.x)) {
            knots.add(low);
            return;
        }
        Knot middle = new Knot(x, fit(x, room));
        double line = (low.fit.value() + high.fit.value()) / 2;
        if (Math.abs(middle.fit.value() - line) <= STRAIGHT) {
            knots.add(low);
            knots.add(middle);
        } else {
            halve(low, middle, halvings - 1, room, knots);
            halve(middle, high, halvings - 1, room, knots);
        }
    }

    private static double[] firstGrid(double[] risks) {
        double[] grid = new double[2 * (STEPS + 1)];
        int last = risks.length - 1;
        for (int k = 0; k <= STEPS; k++) {
            grid[k] = risks[(int) ((long) last * k / STEPS)];
            grid[STEPS + 1 + k] = k == STEPS ? risks[last] : risks[0] + (risks[last] - risks[0]) * ((double) k / STEPS);
        }
        return Arrays.stream(grid).sorted().distinct().toArray();
    }

    /** Arrays that every local fit uses again. */
    private static final class Room {
        final double[] u;
        final double[] weights;
        final double[] cases;
        final double[] shares;

        Room(int n) {
            u = new double[n];
            weights = new double[n];
            cases = new double[n];
            shares = new double[n];
        }
    }

    private LocalFit fit(double x, Room room) {
        double radius = radius(x);
        int n = 0;
        for (int g = firstAtLeast(x - radius); g < groups.risks.length && groups.risks[g] <= x + radius; g++) {
            double u = radius > 0 ? (groups.risks[g] - x) / radius : 0;
            double distance = Math.abs(u);
            double cube = 1 - distance * distance * distance;
            if (cube > 0) {
                room.u[n] = u;
                room.weights[n] = cube * cube * cube;
                room.cases[n] = groups.cases[g];
                room.shares[n] = shares[g];
                n++;
            }
        }
        if (n == 0) { // all of the nearest cases at one distance, none nearer
            for (int g = firstAtLeast(x - radius); g < groups.risks.length && groups.risks[g] <= x + radius; g++) {
                room.u[n] = 0;
                room.weights[n] = 1;
                room.cases[n] = groups.cases[g];
                room.shares[n] = shares[g];
                n++;
            }
        }
        return LocalFit.of(room.u, room.weights, room.cases, room.shares, n);
    }

    /** Distance to the case that is the last among the nearest. */
    private double radius(double x) {
        // The nearest cases are neighbours in rank: those from the first position whose window does not gain by moving
        // up.
        int low = 0;
        int high = below[groups.risks.length] - nearest;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (x - risk(middle) > risk(middle + nearest) - x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(x - risk(low), risk(low + nearest - 1) - x);
    }

    /** The risk of the case of that rank. */
    private double risk(int rank) {
        int found = Arrays.binarySearch(below, rank);
        return groups.risks[found >= 0 ? found : -found - 2];
    }

    private int firstAtLeast(double x) {
        int found = Arrays.binarySearch(groups.risks, x);
        return found >= 0 ? found : -found - 1;
    }

    /** Outside the risks of the cases, the fit at the nearest one; between points of a grid, what lies between their fits. */
    private LocalFit fitAt(double risk) {
        int found = Arrays.binarySearch(grid, risk + 0.0);
        if (found >= 0) {
            return fits[found];
        }
        int above = -found - 1;
        if (above == 0 || above == grid.length) {
            return fits[Math.min(above, grid.length - 1)];
        }
        if (everywhere) {
            return fit(risk, new Room(grid.length));
        }
        double share = (risk - grid[above - 1]) / (grid[above] - grid[above - 1]);
        LocalFit low = fits[above - 1];
        LocalFit high = fits[above];
        return new LocalFit(
                low.value() + share * (high.value() - low.value()),
                low.squares() + share * (high.squares() - low.squares()));
    }

    @Override
    public double at(double risk) {
        return fitAt(risk).value();
    }

    /** As of a share of {@code 1 / squares} cases, with two events and two non-events added (Agresti and Coull 1998). */
    @Override
    public double error(double risk) {
        LocalFit fit = fitAt(risk);
        double worth = 1 / fit.squares();
        double share = (inside(fit.value()) * worth + 2) / (worth + 4);
        return Math.sqrt(share * (1 - share) / worth);
    }

    /** Wilson's interval of a share of {@code 1 / squares} cases. */
    @Override
    public double[] band(double risk, double z) {
        LocalFit fit = fitAt(risk);
        double worth = 1 / fit.squares();
        double share = inside(fit.value());
        double centre = (share + z * z / (2 * worth)) / (1 + z * z / worth);
        double reach = z / (1 + z * z / worth) * Math.sqrt(share * (1 - share) / worth + z * z / (4 * worth * worth));
        return new double[] {Math.max(0, Math.min(share, centre - reach)), Math.min(1, Math.max(share, centre + reach))
        };
    }

    private static double inside(double share) {
        return Math.min(1, Math.max(0, share));
    }
}
