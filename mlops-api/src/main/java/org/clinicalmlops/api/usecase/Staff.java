package org.clinicalmlops.api.usecase;

/** The host's own directory of people: the project keeps none and lets nobody in by default. */
@FunctionalInterface
public interface Staff {
    /**
     * Whether {@code person} may act in {@code role}. Called from the thread that signs; may be slow.
     *
     * @param person the host's identifier of a member of staff
     */
    boolean mayActAs(String person, Role role);
}
