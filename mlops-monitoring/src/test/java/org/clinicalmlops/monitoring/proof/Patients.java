package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Draws the patients of a hospital, week after week. Single-threaded. */
final class Patients {
    private static final double APART = 0.5;
    /** Chance that a value was taken anew for the next prediction of a stay. */
    private static final double ANEW = 0.2;

    private final Hospital hospital;
    private final SplittableRandom random;
    private final Truth truth;
    private final Fault fault;
    private final double from;
    private final List<Column.Source> sources;
    private List<Row> later = new ArrayList<>();
    private long episodes;

    /**
     * @param truth what is wrong with the model
     * @param fault what is wrong with what is recorded, from day {@code from} on
     */
    Patients(Hospital hospital, SplittableRandom random, Supplier<Truth> truth, Fault fault, double from) {
        this.hospital = hospital;
        this.random = random;
        this.truth = truth.get();
        this.fault = fault;
        this.from = from;
        this.sources = hospital.columns().stream().map(c -> c.source().get()).toList();
    }

    /** Nothing is wrong. */
    Patients(Hospital hospital, SplittableRandom random) {
        this(hospital, random, Truth.asSaid(), Fault.none(), 0);
    }

    /** The rows of one week in the order of time: those of {@code n} new stays, and of stays that began the week before. */
    List<Row> week(int week, int n) {
        List<Row> rows = new ArrayList<>(n * hospital.rowsPerEpisode());
        for (double share : arrivals(n)) {
            stay(7.0 * week + hospital.rhythm().day(share), hospital.rowsPerEpisode(), rows);
        }
        if (hospital.rowsPerEpisode() == 1) {
            return rows;
        }
        double end = 7.0 * (week + 1);
        rows.addAll(later);
        rows.sort(Comparator.comparingDouble(Row::day));
        later = new ArrayList<>(rows.stream().filter(row -> row.day() >= end).toList());
        return rows.stream().filter(row -> row.day() < end).toList();
    }

    /** Evenly, or by chance, as patients come. */
    private double[] arrivals(int n) {
        double[] shares = new double[n];
        boolean evenly = hospital.rhythm() == Rhythm.EVEN;
        for (int i = 0; i < n; i++) {
            shares[i] = evenly ? (i + random.nextDouble()) / n : random.nextDouble();
        }
        Arrays.sort(shares);
        return shares;
    }

    /** Rows of the reference in the order of time. */
    List<Row> reference() {
        int each = hospital.clusteredReference() ? hospital.rowsPerEpisode() : 1;
        int stays = hospital.referenceRows() / each;
        List<Row> rows = new ArrayList<>(hospital.referenceRows());
        for (int i = 0; i < stays; i++) {
            stay(-References.DAYS + References.DAYS * (i + random.nextDouble()) / stays, each, rows);
        }
        return rows;
    }

    private void stay(double day, int predictions, List<Row> to) {
        String episode = "e" + episodes++;
        double[] values = new double[sources.size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = sources.get(c).next(random, day);
        }
        double p = truth.of(hospital.risk(values), hospital.group(values), day, random);
        boolean event = random.nextDouble() < p;
        to.add(recorded(values, event, episode, day));
        for (int k = 1; k < predictions; k++) {
            double at = day + k * APART;
            for (int c = 0; c < values.length; c++) {
                if (random.nextDouble() < ANEW) {
                    values[c] = sources.get(c).next(random, at);
                }
            }
            to.add(recorded(values, event, episode, at));
        }
    }

    private Row recorded(double[] values, boolean event, String episode, double day) {
        double[] copy = values.clone();
        if (day >= from) {
            fault.damage(copy, random);
        }
        return new Row(copy, hospital.risk(copy), event, episode, day);
    }
}
