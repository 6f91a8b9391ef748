package org.clinicalmlops.core.imported;

import java.util.Arrays;

/** Numbers of an array whose length is not known before its end. */
final class GrowingNumbers {
    private double[] values = new double[8];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    double at(int i) {
        return values[i];
    }

    Part.Numbers end() {
        return new Part.Numbers(Arrays.copyOf(values, size));
    }
}
