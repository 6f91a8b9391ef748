package org.clinicalmlops.core.retention;

import java.util.List;

/**
 * A legal hold that was placed, and for whom it came too late.
 *
 * @param hold stands from now on
 * @param tooLate pseudonyms in its scope whose forgetting had been decided before and is not undone by it
 */
public record Placement(Hold hold, List<String> tooLate) {
    public Placement {
        tooLate = List.copyOf(tooLate);
    }
}
