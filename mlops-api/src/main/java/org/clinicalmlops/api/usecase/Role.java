package org.clinicalmlops.api.usecase;

import java.util.Objects;

/**
 * A role in the hospital. Open: a hospital has roles of its own.
 *
 * @param name lower case, for example {@code "clinical-lead"}; not blank
 */
public record Role(String name) {
    /** The clinician who answers for the use of the model. */
    public static final Role CLINICAL_LEAD = new Role("clinical-lead");
    /** Speaks for the patients concerned. */
    public static final Role PATIENT_REPRESENTATIVE = new Role("patient-representative");
    /** Answers for the data and the model. */
    public static final Role DATA_SCIENTIST = new Role("data-scientist");

    public Role {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("role name must not be blank");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
