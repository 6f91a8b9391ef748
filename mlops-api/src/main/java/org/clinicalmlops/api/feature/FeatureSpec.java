package org.clinicalmlops.api.feature;

import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * What is declared of one feature.
 *
 * @param name unique in its set; not blank
 * @param kind how its values are read
 * @param unit UCUM code of the unit, {@code "1"} for none; not blank
 * @param revision raised by the host whenever the code that reads the feature changes its meaning; {@code >= 1}
 */
public record FeatureSpec(String name, Kind kind, String unit, int revision) implements Declared {

    /** How the values of a feature are read. */
    public enum Kind {
        /** A number that is always there; NaN is counted as missing. */
        NUMERIC,
        /** A number that may be missing: the model also sees whether it was. */
        NUMERIC_OR_NULL,
        /** One of a few texts; null is counted as missing. */
        CATEGORICAL
    }

    public FeatureSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(unit, "unit");
        if (name.isBlank()) {
            throw new IllegalArgumentException("feature name must not be blank");
        }
        if (unit.isBlank()) {
            throw new IllegalArgumentException("unit of feature '" + name + "' must not be blank; \"1\" means none");
        }
        if (revision < 1) {
            throw new IllegalArgumentException("revision of feature '" + name + "' must be >= 1, was " + revision);
        }
    }

    /** Whether values are texts rather than numbers. */
    public boolean categorical() {
        return kind == Kind.CATEGORICAL;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("feature")
                .with("name", name)
                .with("kind", kind.name())
                .with("unit", unit)
                .with("revision", revision);
    }
}
