package org.clinicalmlops.cdshooks;

/**
 * A code with the words for it.
 *
 * @param system whose code it is, as a URI; not blank
 * @param code not blank
 * @param display for people; not blank: the specification asks for it with every reason that is offered
 */
public record Coding(String system, String code, String display) {
    public Coding {
        Wording.requireText("system", system);
        Wording.requireText("code", code);
        Wording.requireText("display", display);
    }
}
