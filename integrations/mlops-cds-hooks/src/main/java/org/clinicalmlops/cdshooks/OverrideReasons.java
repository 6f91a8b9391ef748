package org.clinicalmlops.cdshooks;

import java.util.List;
import java.util.Set;

/**
 * The specification's reasons for not following advice, as of the ballot of 3.0.0. Codes are another party's and may change: the system says
 * whose they are.
 *
 * @see <a href="https://build.fhir.org/ig/HL7/cds-hooks/CodeSystem-non-adherence-reason.html">code system</a>
 */
public final class OverrideReasons {
    /** Of the code system. */
    public static final String SYSTEM = "http://cds-hooks.hl7.org/CodeSystem/non-adherence-reason";
    /** What the ballot's value sets call the same system. */
    static final String SYSTEM_OF_VALUE_SETS = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes";

    /** Of what this adapter records where no code of a list was given. */
    public static final String OURS = "urn:clinicalmlops:cds-hooks:override";
    /** The card was dismissed without a reason. */
    public static final String NONE_GIVEN = "none-given";
    /** Free text was given and no code; the text is not kept, since it may name a patient. */
    public static final String COMMENT_ONLY = "comment-only";
    /** A code that is on no list of the service's; it is not kept, since it may be free text. */
    public static final String OTHER = "other";

    private static final Set<String> CODES = Set.of(
            "cds-not-applicable",
            "patient-ineligible",
            "indication-order-exists",
            "action-completed",
            "action-unsuccessful",
            "action-performed-no-adverse-effect",
            "action-not-priority",
            "cds-suboptimal-context",
            "limited-time",
            "wrong-time-workflow",
            "inappropriate-recipient",
            "need-more-info",
            "recipient-disagrees-evidence",
            "does-not-align-latest-evidence",
            "expert-contradicts",
            "policy-contradicts",
            "recipient-does-not-trust",
            "recipient-concerns-outcomes",
            "risk-benefit-ratio",
            "mitigate-risk-negative-outcome",
            "likely-negative-health-outcomes",
            "patient-contraindication",
            "does-not-align-preferences",
            "patient-fears-discomfort",
            "patient-does-not-want-change",
            "cultural-religious-reason",
            "prefers-alternative",
            "patient-refuses",
            "not-convenient-feasible",
            "inadequate-support",
            "service-not-available",
            "implementation-challenges",
            "too-costly-uncovered",
            "recipient-does-not-understand",
            "comorbidity-disability");

    private OverrideReasons() {}

    /** The twelve that the specification selects for the point of care. */
    public static List<Coding> standard() {
        return List.of(
                of("cds-not-applicable", "PC CDS does not apply to patient"),
                of("action-completed", "Recommended action was already completed"),
                of("cds-suboptimal-context", "PC CDS delivered in suboptimal context"),
                of(
                        "recipient-disagrees-evidence",
                        "Recipient disagrees with recommendation because of issues with the evidence"),
                of("recipient-concerns-outcomes", "Recipient has concerns regarding potential health outcomes"),
                of("patient-contraindication", "Patient has contraindication to recommended action"),
                of("does-not-align-preferences", "Recommendation does not align with patient preferences or values"),
                of("patient-refuses", "Patient refuses/declines (no context given)"),
                of("not-convenient-feasible", "Recommendation is not convenient or feasible"),
                of("too-costly-uncovered", "Recommended action is too costly or not covered by insurance"),
                of("service-not-available", "Treatment or service is not practically available"),
                of(
                        "recipient-does-not-understand",
                        "Recipient does not understand the recommended action or know how to perform the recommended action"));
    }

    private static Coding of(String code, String display) {
        return new Coding(SYSTEM, code, display);
    }

    /** Whether it is a code of the specification's, under either name of the system. */
    static boolean isStandard(String system, String code) {
        return (system.equals(SYSTEM) || system.equals(SYSTEM_OF_VALUE_SETS)) && CODES.contains(code);
    }
}
