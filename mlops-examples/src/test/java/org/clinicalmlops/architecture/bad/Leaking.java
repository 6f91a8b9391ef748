package org.clinicalmlops.architecture.bad;

import java.util.Arrays;

public final class Leaking {
    private final double[] values = {1};
    private final double[][] rows = {{1}};

    public double[] badField() {
        return values;
    }

    public double[] badRow(int i) {
        return rows[i];
    }

    public double[] goodClone() {
        return values.clone();
    }

    public double[] goodCopy() {
        return Arrays.copyOf(values, 1);
    }

    public double[] goodStream() {
        return Arrays.stream(values).map(Math::abs).toArray();
    }

    public double goodElement() {
        return values[0];
    }

    double[] goodInside() {
        return values;
    }
}
