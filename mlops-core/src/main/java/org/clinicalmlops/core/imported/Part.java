package org.clinicalmlops.core.imported;

import java.util.List;
import java.util.Map;

/** A value of a JSON or UBJSON file. */
sealed interface Part {
    /** A text. */
    record Text(String text) implements Part {}

    /** A number; NaN and infinities where the file has them. */
    record Number(double value) implements Part {}

    /** True or false. */
    record Flag(boolean set) implements Part {}

    /** null. */
    record Nothing() implements Part {}

    /** An array, unless all in it are numbers. */
    record Items(List<Part> items) implements Part {}

    /** An object; names are unique. */
    record Members(Map<String, Part> members) implements Part {}

    /** An array in which all are numbers; also an empty one. */
    final class Numbers implements Part {
        private final double[] values;

        Numbers(double[] values) {
            this.values = values;
        }

        int size() {
            return values.length;
        }

        double at(int i) {
            return values[i];
        }
    }
}
