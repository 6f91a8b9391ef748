package org.clinicalmlops.metrics;

import java.util.Arrays;

/** {@link Smoother#LOESS}. */
final class Loess implements RiskCurve {
    private static final double SPAN = 0.75;

    /** Distinct risks up to which the curve is fitted at each. */
    static final int DIRECT_UP_TO = 5000;

    /** Steps of each half of the grid. */
    private static final int STEPS = 256;

    private final GroupedRisks groups;
    private final double[] shares;

    /** Cases with a risk below that of each group, and all cases at the end. */
    private final int[] below;

    private final int nearest;
    private final double[] grid;
    private final LocalFit[] fits;

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
        grid = direct ? groups.risks : gridOf(groups.risks);
        fits = new LocalFit[grid.length];
        Room room = new Room(distinct);
        for (int k = 0; k < grid.length; k++) {
            fits[k] = fit(grid[k], room);
        }
    }

    private static double[] gridOf(double[] risks) {
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
        if (grid == groups.risks) {
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
