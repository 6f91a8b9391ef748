package org.clinicalmlops.examples.faults;

import org.clinicalmlops.monitoring.Diagnosis.Suspect;

/** What is done to the stream. */
enum Fault {
    UNIT_CHANGE("unit change", Suspect.UNIT_CHANGE),
    DEAD_INTERFACE("dead interface", Suspect.DEAD_INTERFACE),
    DEFAULT_FLOOD("default value flood", Suspect.DEFAULT_VALUE_FLOOD),
    CODE_REMAP("code remap", Suspect.CODE_REMAP),
    SWAPPED_COLUMNS("swapped columns", Suspect.SWAPPED_COLUMNS),
    LATE_OUTCOMES("late outcomes", Suspect.LATE_OUTCOMES),
    POPULATION_SHIFT("population shift", Suspect.POPULATION_SHIFT),
    TREATMENT_EFFECT("treatment effect", Suspect.TREATMENT_EFFECT),
    MISCALIBRATION("silent miscalibration", Suspect.SILENT_MISCALIBRATION),
    SUBGROUP("subgroup-only failure", Suspect.SUBGROUP_FAILURE);

    final String words;
    final Suspect suspect;

    Fault(String words, Suspect suspect) {
        this.words = words;
        this.suspect = suspect;
    }

    /** Whether only outcomes can show it. */
    boolean inOutcomes() {
        return switch (this) {
            case LATE_OUTCOMES, TREATMENT_EFFECT, MISCALIBRATION, SUBGROUP -> true;
            default -> false;
        };
    }
}
