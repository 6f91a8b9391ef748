package org.clinicalmlops.core.seal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.PatientKey;

/**
 * How a row of a patient is sealed: everything that it states apart from a few names goes into one fact, {@code sealed}, which reads
 * {@code 1.<generation of the key>.<Base64>}. It is bound to kind, deployment, prediction and patient, so that it cannot be moved to
 * another row. What is not on the list of plain names is sealed: a fact that is new one day is so by itself. Stateless.
 */
final class SealedRow {
    static final String SEALED = "sealed";
    /** Kinds of rows that are about one patient. */
    static final Set<EntryKind> KINDS =
            Set.copyOf(EnumSet.of(EntryKind.PREDICTED, EntryKind.OUTCOME_RECORDED, EntryKind.FEEDBACK_RECORDED));

    private static final Set<String> PLAIN =
            Set.of("deployment", "prediction", "patient", "model", "mode", "shadow.model");
    private static final String FORMAT = "1";

    private SealedRow() {}

    static boolean is(Facts facts) {
        return facts.text(SEALED).isPresent();
    }

    /** @throws IllegalArgumentException if a text is not well-formed Unicode, or the row does not say whose it is */
    static Facts close(EntryKind kind, Facts facts, PatientKey key) {
        SortedMap<String, String> plain = new TreeMap<>();
        SortedMap<String, String> hidden = new TreeMap<>();
        facts.asMap().forEach((name, value) -> (PLAIN.contains(name) ? plain : hidden).put(name, value));
        byte[] sealed = Seal.close(key.secret(), boundTo(kind, facts), RowText.write(hidden));
        plain.put(
                SEALED,
                FORMAT + "." + key.generation() + "." + Base64.getEncoder().encodeToString(sealed));
        return Facts.of(plain);
    }

    /** Which key of the patient opens it. */
    static long generation(Facts facts) throws Seal.Broken {
        try {
            long generation = Long.parseLong(parts(facts)[1]);
            if (generation >= 1) {
                return generation;
            }
        } catch (NumberFormatException e) {
            throw new Seal.Broken("it names no key");
        }
        throw new Seal.Broken("it names no key");
    }

    static Facts open(EntryKind kind, Facts facts, PatientKey key) throws Seal.Broken {
        byte[] sealed;
        try {
            sealed = Base64.getDecoder().decode(parts(facts)[2].getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new Seal.Broken("it is not Base64");
        }
        SortedMap<String, String> all = RowText.read(Seal.open(key.secret(), boundTo(kind, facts), sealed));
        facts.asMap().forEach((name, value) -> {
            if (!name.equals(SEALED)) {
                all.put(name, value);
            }
        });
        return Facts.of(all);
    }

    private static String[] parts(Facts facts) throws Seal.Broken {
        String[] parts = facts.required(SEALED).split("\\.", 3);
        if (parts.length != 3 || !parts[0].equals(FORMAT)) {
            throw new Seal.Broken("it has a format that this library does not know");
        }
        return parts;
    }

    private static byte[] boundTo(EntryKind kind, Facts facts) {
        return Seal.boundTo(
                "sealed-row/1",
                kind.name(),
                facts.required("deployment"),
                facts.required("prediction"),
                facts.required("patient"));
    }
}
