package org.clinicalmlops.architecture.bad;

import java.util.List;

/** @param badValues leaks */
public record ArrayRecord(double[] badValues, List<Double> goodValues) {
    static final int[] goodConstants = {1};
}
