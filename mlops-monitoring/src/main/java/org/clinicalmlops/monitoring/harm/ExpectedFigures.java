package org.clinicalmlops.monitoring.harm;

/**
 * What a classifier would do on some rows if each had the event with its calibrated risk (confidence-based performance estimation):
 * the expected cells of the confusion matrix and what follows from them. Rows that share a place in the ranking count as ties, a
 * row with itself too. Variances are those of the rows' own outcomes, by first derivatives; the risks are taken as given.
 * Immutable.
 */
final class ExpectedFigures {
    /** How many there are: rate of events, AUROC, sensitivity, positive predictive value (NaN if nothing lies above the threshold). */
    static final int SIZE = 4;

    private final double[] values;
    private final double[] variances;

    private ExpectedFigures(double[] values, double[] variances) {
        this.values = values;
        this.variances = variances;
    }

    /**
     * @param risks calibrated, of each place of the ranking in ascending order; inside (0, 1)
     * @param rows at each place, {@code >= 0}, not all 0
     * @param above part of the rows of each place that lies above the threshold, in [0, 1]
     */
    static ExpectedFigures of(double[] risks, long[] rows, double[] above) {
        double n = 0;
        double events = 0;
        double alerts = 0;
        double hits = 0;
        for (int i = 0; i < risks.length; i++) {
            n += rows[i];
            events += rows[i] * risks[i];
            alerts += above[i] * rows[i];
            hits += above[i] * rows[i] * risks[i];
        }
        double others = n - events;
        double sensitivity = hits / events;
        double pairs = 0;
        double othersBelow = 0;
        for (int i = 0; i < risks.length; i++) {
            double othersHere = rows[i] * (1 - risks[i]);
            pairs += rows[i] * risks[i] * (othersBelow + othersHere / 2);
            othersBelow += othersHere;
        }
        double auroc = pairs / (events * others);
        double[] variances = new double[SIZE];
        double below = 0;
        double eventsAbove = events;
        for (int i = 0; i < risks.length; i++) {
            double eventsHere = rows[i] * risks[i];
            double othersHere = rows[i] * (1 - risks[i]);
            eventsAbove -= eventsHere;
            double variance = rows[i] * risks[i] * (1 - risks[i]);
            double ofAuroc = (below + othersHere / 2 - eventsAbove - eventsHere / 2) / (events * others)
                    - auroc * (1 / events - 1 / others);
            double ofSensitivity = (above[i] - sensitivity) / events;
            variances[0] += variance / (n * n);
            variances[1] += variance * ofAuroc * ofAuroc;
            variances[2] += variance * ofSensitivity * ofSensitivity;
            variances[3] += variance * above[i] * above[i] / (alerts * alerts);
            below += othersHere;
        }
        return new ExpectedFigures(new double[] {events / n, auroc, sensitivity, hits / alerts}, variances);
    }

    /** By place: rate, AUROC, sensitivity, positive predictive value. */
    double value(int place) {
        return values[place];
    }

    /** Its variance. */
    double variance(int place) {
        return variances[place];
    }
}
