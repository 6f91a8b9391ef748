package org.clinicalmlops.monitoring.proof;

import java.util.List;
import org.clinicalmlops.api.monitor.Grouping;

/**
 * A made-up hospital and its model. Immutable; {@link Patients} draws from it.
 *
 * @param name for the tables
 * @param columns features that the model reads
 * @param centre log-odds of a patient whose features add nothing
 * @param rowsPerEpisode predictions that are made of one patient's stay, 12 hours apart
 * @param rhythm when patients come
 * @param referenceRows rows of the reference, spread over the two years before
 * @param clusteredReference whether they too are {@code rowsPerEpisode} of each stay; one of each otherwise
 * @param dated whether the instants of the reference are told
 * @param grouping groups that are watched apart
 * @param groupBy place of the column that divides patients where a truth asks for groups; -1 for none
 */
record Hospital(
        String name,
        List<Column> columns,
        double centre,
        int rowsPerEpisode,
        Rhythm rhythm,
        int referenceRows,
        boolean clusteredReference,
        boolean dated,
        Grouping grouping,
        int groupBy) {
    /** Rows of a reference unless said otherwise. Our choice: a year and a half of a ward. */
    static final int REFERENCE = 3000;

    /** About a tenth of the patients have the event. */
    private static final double CENTRE = -2.4;

    Hospital {
        columns = List.copyOf(columns);
    }

    /** One feature, one row a stay, a reference of {@value #REFERENCE} rows. */
    static Hospital of(Column column) {
        return new Hospital(
                column.name(), List.of(column), CENTRE, 1, Rhythm.EVEN, REFERENCE, false, false, Grouping.none(), -1);
    }

    Hospital named(String other) {
        return new Hospital(
                other,
                columns,
                centre,
                rowsPerEpisode,
                rhythm,
                referenceRows,
                clusteredReference,
                dated,
                grouping,
                groupBy);
    }

    Hospital rowsPerEpisode(int rows, boolean inTheReferenceToo) {
        return new Hospital(
                name, columns, centre, rows, rhythm, referenceRows, inTheReferenceToo, dated, grouping, groupBy);
    }

    Hospital referenceRows(int rows) {
        return new Hospital(
                name, columns, centre, rowsPerEpisode, rhythm, rows, clusteredReference, dated, grouping, groupBy);
    }

    /** The reference tells its instants. */
    Hospital withDates() {
        return new Hospital(
                name,
                columns,
                centre,
                rowsPerEpisode,
                rhythm,
                referenceRows,
                clusteredReference,
                true,
                grouping,
                groupBy);
    }

    /**
     * Nine features of all kinds: with values that are missing by chance and in bursts, a mean that moves with the year, patients who
     * come by day, and two groups.
     */
    static Hospital mixed() {
        return new Hospital(
                "mixed",
                List.of(
                        Columns.age(),
                        Columns.missing(Columns.creatinine(), 0.15),
                        Columns.skewed().named("crp"),
                        Columns.seasonal(0.2).named("sodium"),
                        Columns.bursts(0.1, 5).named("lactate"),
                        Columns.score().named("admissions"),
                        Columns.two().named("sex"),
                        Columns.ward(),
                        Columns.rare().named("diagnosis")),
                CENTRE,
                1,
                Rhythm.WARD,
                REFERENCE,
                false,
                true,
                Grouping.none().byLevel("sex"),
                6);
    }

    Hospital columns(List<Column> others) {
        return new Hospital(
                name,
                others,
                centre,
                rowsPerEpisode,
                rhythm,
                referenceRows,
                clusteredReference,
                dated,
                grouping,
                groupBy);
    }

    Hospital centre(double logOdds) {
        return new Hospital(
                name,
                columns,
                logOdds,
                rowsPerEpisode,
                rhythm,
                referenceRows,
                clusteredReference,
                dated,
                grouping,
                groupBy);
    }

    /** The levels of a category are watched apart. */
    Hospital groupedBy(String feature) {
        return new Hospital(
                name,
                columns,
                centre,
                rowsPerEpisode,
                rhythm,
                referenceRows,
                clusteredReference,
                dated,
                Grouping.none().byLevel(feature),
                column(feature));
    }

    int column(String feature) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(feature)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column '" + feature + "'");
    }

    /** What the model says of a row. */
    double risk(double[] values) {
        double logit = centre;
        for (int i = 0; i < values.length; i++) {
            double x = values[i];
            logit += x != x ? 0 : columns.get(i).effect().applyAsDouble(x);
        }
        return Logit.risk(Math.max(-7, Math.min(4, logit))); // as a model of bounded risks says
    }

    int group(double[] values) {
        return groupBy < 0 ? 0 : (int) values[groupBy];
    }
}
