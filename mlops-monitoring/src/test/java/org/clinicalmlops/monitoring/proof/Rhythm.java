package org.clinicalmlops.monitoring.proof;

/** When in a week patients come. */
enum Rhythm {
    /** At any hour alike. */
    EVEN,
    /** Three times as many from 8 to 20 h as at night, and half as many at weekends. Our choice. */
    WARD;

    private static final int HOURS = 168;

    private final double[] upTo = new double[HOURS];

    Rhythm() {
        double sum = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            sum += weight(hour);
            upTo[hour] = sum;
        }
    }

    private double weight(int hour) {
        boolean day = hour % 24 >= 8 && hour % 24 < 20;
        return name().equals("EVEN") ? 1 : (day ? 3 : 1) * (hour / 24 >= 5 ? 0.5 : 1);
    }

    /** The days since Monday at which {@code share} of the week's patients have come. */
    double day(double share) {
        double sought = share * upTo[HOURS - 1];
        int low = 0;
        int high = HOURS - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] <= sought) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        double before = low == 0 ? 0 : upTo[low - 1];
        return (low + (sought - before) / (upTo[low] - before)) / 24;
    }
}
