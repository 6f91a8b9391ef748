package org.clinicalmlops.metrics.weighted;

/** Sums over the weights of some cases. */
final class Mass {
    private int count;
    private double sum;
    private double squares;

    void add(double weight) {
        count++;
        sum += weight;
        squares += weight * weight;
    }

    Mass with(Mass other) {
        Mass both = new Mass();
        both.count = count + other.count;
        both.sum = sum + other.sum;
        both.squares = squares + other.squares;
        return both;
    }

    int count() {
        return count;
    }

    double sum() {
        return sum;
    }

    double squares() {
        return squares;
    }

    /** Kish 1965; 0 if empty. */
    double effective() {
        return count == 0 ? 0 : Math.min(count, sum * sum / squares);
    }

    /** Rounded down, but not for rounding's sake: ten weights of 0.1 are ten. */
    long effectiveFloor() {
        return (long) (effective() * (1 + 1e-9));
    }

    /** What makes a sum of squares about a fitted mean unbiased; {@code count >= 2}. */
    double correction() {
        return count / (count - 1.0);
    }
}
