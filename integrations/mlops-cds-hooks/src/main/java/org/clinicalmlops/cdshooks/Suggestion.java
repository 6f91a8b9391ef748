package org.clinicalmlops.cdshooks;

import java.util.List;

/**
 * What a clinician can do with one click, and the only thing about a card that can be accepted: a card without suggestions can be overridden
 * or passed over. Its uuid is given by the service.
 *
 * @param label on the button; not blank
 * @param recommended whether it is the one to prefer
 * @param actions which belong together; may be none, where following it means to act outside of the record
 */
public record Suggestion(String label, boolean recommended, List<Action> actions) {
    public Suggestion {
        Wording.requireText("label", label);
        actions = List.copyOf(actions);
    }

    /** Without actions. */
    public static Suggestion of(String label) {
        return new Suggestion(label, false, List.of());
    }
}
