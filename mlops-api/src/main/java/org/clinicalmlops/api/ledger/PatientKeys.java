package org.clinicalmlops.api.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys under which patients' rows are sealed, one per pseudonym, kept apart from the ledger. What is sealed under a key that was
 * forgotten can be read by nobody, and the ledger that holds it is unchanged. A host may bring its own key management; the module
 * {@code mlops-ledger} has one over JDBC.
 *
 * <p>A name may have several keys, one after the other: its generations. The newest that is not forgotten seals; each opens what was
 * sealed under it. A name whose keys were all forgotten gets a fresh one when it is needed again: whoever comes back to the hospital
 * after their rows were deleted is a patient like any other.
 *
 * <p>Thread-safe. Methods may be slow: none is called from a thread that predicts. What they hand out must not be kept for longer
 * than a pass over the ledger, or a key that was forgotten elsewhere would go on opening rows.
 */
public interface PatientKeys {
    /**
     * The newest key of each name; one is made where there is none. A key is durable when the call returns: a row that was sealed under
     * a key that is lost is lost.
     *
     * @param names pseudonyms, or names of ours with a {@code /}; not blank
     * @return a key for every name
     * @throws KeysUnavailable if one cannot be read or made
     */
    Map<String, PatientKey> of(Set<String> names);

    /**
     * Makes a further key of a name, which is its newest from now on; those before it still open.
     *
     * @throws KeysUnavailable if it cannot be made
     */
    PatientKey renew(String name);

    /**
     * The key of this generation; empty if it was forgotten, or was never made here. Makes none.
     *
     * @throws KeysUnavailable if it cannot be read
     */
    Optional<PatientKey> find(String name, long generation);

    /**
     * The generation of the newest key that was ever made of a name, forgotten or not; 0 if none was.
     *
     * @throws KeysUnavailable if it cannot be read
     */
    long newest(String name);

    /**
     * Forgets the keys of a name for ever. When the call returns, nothing that this store writes holds them any more. To forget again is
     * no error and changes nothing.
     *
     * @param upTo the newest generation that is forgotten; later ones are kept
     * @throws KeysUnavailable if it is not sure that they are forgotten: the same call can be made again
     */
    void forget(String name, long upTo);
}
