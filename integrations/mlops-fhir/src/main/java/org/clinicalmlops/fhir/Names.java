package org.clinicalmlops.fhir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.serve.Prediction;
import org.hl7.fhir.r4.model.Identifier;

/**
 * How predictions and versions are named in the host's record. All follow from what the ledger has too, so that the same answer has the
 * same names whenever it is rendered.
 *
 * @param base an http or https address of the host's own, under which the systems of the identifiers are; nothing needs to answer there
 */
record Names(String base) {
    private static final Pattern ADDRESS =
            Pattern.compile("https?://[A-Za-z0-9.\\-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~\\-]+)*");

    Names {
        Objects.requireNonNull(base, "base");
        if (!ADDRESS.matcher(base).matches()) {
            throw new IllegalArgumentException(
                    "names must be under an http or https address without query and without a slash at its end, was '"
                            + base + "'");
        }
    }

    Identifier prediction(String id) {
        return new Identifier().setSystem(base + "/prediction").setValue(id);
    }

    Identifier version(Digest model) {
        return new Identifier().setSystem(base + "/model-version").setValue(model.hex());
    }

    /** A fallback is part of a plan, and a version is of one plan. */
    Identifier fallback(Digest model, Prediction.ByFallback fallback) {
        return new Identifier().setSystem(base + "/fallback").setValue(model.hex() + ":" + fallback.score());
    }

    /** The address of an entry in a bundle: a UUID of version 8, made of SHA-256, for a kind of resource about something that has a name. */
    String address(String resource, Identifier about) {
        String hex = Digest.of(resource + '\n' + about.getSystem() + '\n' + about.getValue())
                .hex();
        char variant = "89ab".charAt(Character.digit(hex.charAt(16), 16) & 3); // RFC 9562, section 4.1
        return "urn:uuid:" + hex.substring(0, 8) + '-' + hex.substring(8, 12) + "-8" + hex.substring(13, 16) + '-'
                + variant + hex.substring(17, 20) + '-' + hex.substring(20, 32);
    }

    /** The search that finds what has this identifier; R4, search, "Escaping Search Parameters". */
    static String search(Identifier identifier) {
        String value = identifier.getValue().replaceAll("([\\\\$,|])", "\\\\$1");
        return "identifier=" + identifier.getSystem() + "%7C" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
