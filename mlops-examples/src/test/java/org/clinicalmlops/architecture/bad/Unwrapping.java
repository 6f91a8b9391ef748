package org.clinicalmlops.architecture.bad;

import java.util.OptionalDouble;
import org.clinicalmlops.api.Estimate;

public final class Unwrapping {
    double badFold(Estimate estimate) {
        return estimate.<Double>fold(known -> known.value(), few -> Double.NaN, undefined -> Double.NaN);
    }

    double badCast(Estimate estimate) {
        return estimate instanceof Estimate.Known known ? known.value() : Double.NaN;
    }

    double badVariable(Estimate estimate) {
        double[] value = {Double.NaN};
        estimate.match(known -> value[0] = known.value(), few -> {}, undefined -> {});
        return value[0];
    }

    double badReference(Estimate estimate) {
        return estimate.<Double>fold(Estimate.Known::value, few -> (double) Float.NaN, undefined -> 0.0);
    }

    OptionalDouble goodFold(Estimate estimate) {
        return estimate.fold(
                known -> OptionalDouble.of(known.value()), few -> OptionalDouble.empty(), u -> OptionalDouble.empty());
    }

    boolean goodNaN(double value) {
        return Double.doubleToLongBits(value) == Double.doubleToLongBits(Double.NaN);
    }
}
