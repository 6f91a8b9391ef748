package org.clinicalmlops.examples.bought;

/** The vendor's product: a function, whose inside and whose training data the hospital does not have. */
final class BoughtModel {
    private BoughtModel() {}

    /** The risk to need intensive care within a week, in [0, 1]. What is missing is taken for normal. */
    static double risk(Admission patient) {
        double lactate = patient.lactate() == null ? 1.4 : patient.lactate();
        double creatinine = patient.creatinine() == null ? 0.95 : patient.creatinine();
        double logOdds = -3.1
                + 0.025 * (patient.age() - 65)
                + 0.02 * (patient.heartRate() - 82)
                + 0.9 * StrictMath.log(lactate / 1.4)
                + 0.5 * StrictMath.log(creatinine / 0.95);
        return 1 / (1 + StrictMath.exp(-logOdds));
    }
}
