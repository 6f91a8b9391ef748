package org.clinicalmlops.monitoring.proof;

import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.monitoring.StandardMonitoring;

/** What the engine says of a hospital before its monitor is opened. */
final class References {
    /** When the monitor is opened: a Monday. */
    static final Instant OPENING = Instant.parse("2024-01-01T00:00:00Z");

    /** How many days before that the reference begins: two years. */
    static final double DAYS = 731;

    private References() {}

    static Instant at(double day) {
        return OPENING.plusMillis(Math.round(day * 86_400_000));
    }

    /**
     * A baseline and the rows that it was made of.
     *
     * @param rows the latter half of them is what the model was evaluated on
     */
    record Known(Baseline baseline, FeatureTable table, List<Row> rows) {
        List<Row> evaluated() {
            return rows.subList(rows.size() / 2, rows.size());
        }
    }

    /** From the first rows of {@code patients}. */
    static Known of(Hospital hospital, Patients patients) {
        List<Row> rows = patients.reference();
        FeatureTable table = FeatureTable.read(features(hospital), rows);
        Reference reference = Reference.of(table, table.levels(), judged(rows.subList(rows.size() / 2, rows.size())))
                .risks(rows.stream().mapToDouble(Row::said).toArray());
        Baseline baseline = StandardMonitoring.engine()
                .profile(
                        hospital.dated()
                                ? reference.at(
                                        rows.stream().map(row -> at(row.day())).toList())
                                : reference);
        return new Known(baseline, table, rows);
    }

    static Judged<Risk> judged(List<Row> rows) {
        double[] said = rows.stream().mapToDouble(Row::said).toArray();
        boolean[] events = new boolean[said.length];
        for (int i = 0; i < events.length; i++) {
            events[i] = rows.get(i).event();
        }
        return Judged.risks(said, events);
    }

    private static FeatureSet<Row> features(Hospital hospital) {
        FeatureSet<Row> features =
                FeatureSet.of(Row.class).patient(Row::episode).indexedAt(row -> at(row.day()));
        for (int c = 0; c < hospital.columns().size(); c++) {
            int at = c;
            Column column = hospital.columns().get(c);
            features = column.categorical()
                    ? features.categorical(column.name(), row -> text(row.values()[at]))
                    : features.numeric(column.name(), "1", row -> row.values()[at]);
        }
        return features;
    }

    private static String text(double level) {
        return Double.isNaN(level) ? null : Column.text((int) level);
    }

    /** How the baseline codes the levels of each column; empty for a number. A level beyond the column's is one that nobody knows. */
    static double[][] codes(Hospital hospital, Baseline baseline) {
        double[][] codes = new double[hospital.columns().size()][0];
        for (int c = 0; c < codes.length; c++) {
            Column column = hospital.columns().get(c);
            if (column.categorical()) {
                codes[c] = new double[column.levels() + 1];
                for (int level = 0; level <= column.levels(); level++) {
                    codes[c][level] = baseline.levels().code(c, Column.text(level));
                }
            }
        }
        return codes;
    }

    /** A row as the hot path sees it. */
    static double[] coded(Row row, double[][] codes) {
        double[] coded = row.values().clone();
        for (int c = 0; c < coded.length; c++) {
            if (codes[c].length > 0 && coded[c] == coded[c]) {
                coded[c] = codes[c][(int) coded[c]];
            }
        }
        return coded;
    }
}
