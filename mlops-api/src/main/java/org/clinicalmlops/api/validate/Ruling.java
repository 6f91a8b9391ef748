package org.clinicalmlops.api.validate;

/** What a gate says. */
public enum Ruling {
    PASS,
    FAIL,
    /** Too few cases, or not defined on these data: never a pass. */
    INSUFFICIENT,
    /** A person has to sign. */
    AWAITING_SIGN_OFF,
    /** The gate compares with the model in use and there is none yet. */
    NOT_APPLICABLE;

    /** Whether a model can be approved with this ruling. */
    public boolean lets() {
        return this == PASS || this == NOT_APPLICABLE;
    }
}
