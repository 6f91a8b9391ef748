package org.clinicalmlops.core.learn.loop;

/** The steps of an update, in their order. Names are stored: they never change. */
public enum Step {
    /** Which rows teach, which are kept for judging. */
    DATA_CUT("cutting the data"),
    /** Whether labels, values and sources of the rows can be trusted. */
    GUARDS("looking for data that do not fit"),
    /** The smallest update that is sufficient. */
    UPDATE_CHOICE("choosing the smallest sufficient update"),
    /** The new version. */
    CANDIDATE("making the candidate"),
    /** The change plan, clause by clause. */
    PLAN_JUDGEMENT("holding the change against its plan"),
    /** One use of the sequestered set is spent. */
    SEQUESTERED_USE("asking for a use of the sequestered set"),
    /** Candidate and version in use on the sequestered set. */
    COMPARISON("comparing on the sequestered set"),
    /** Earlier periods and groups, against the version in use and the first approved one. */
    FORGETTING("checking what was forgotten"),
    /** The plan's numbers, and what monitoring will compare with. */
    EVALUATION("evaluating the candidate"),
    /** Gates and their signatures. */
    GATES("asking the gates"),
    /** The candidate answers silently beside the version in use. */
    SHADOW("starting the trial"),
    /** Until it has done so for long enough. */
    SHADOW_TIME("waiting for the trial"),
    /** By signature, or by the plan's own permission. */
    PROMOTION("promoting"),
    /** The time in which harm takes it back. */
    PROBATION("watching the new version");

    private final String words;

    Step(String words) {
        this.words = words;
    }

    /** What is done, for a progress line. */
    public String words() {
        return words;
    }

    /** Whether a person may still call the update off before this step is done. */
    boolean cancellable() {
        return compareTo(PROMOTION) <= 0;
    }
}
