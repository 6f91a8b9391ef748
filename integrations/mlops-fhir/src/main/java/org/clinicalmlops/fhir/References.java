package org.clinicalmlops.fhir;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** References that the host gives. Messages about them name types, never who or what is referred to. */
final class References {
    /** R4, data type Reference: relative or absolute, perhaps of one version. */
    private static final Pattern LITERAL = Pattern.compile(
            "(?:https?://[^\\s#]+/)?([A-Z][A-Za-z]+)/[A-Za-z0-9\\-.]{1,64}(?:/_history/[A-Za-z0-9\\-.]{1,64})?");

    /** Of an entry in the same bundle, which the host adds; it does not tell its type. */
    private static final Pattern UUID =
            Pattern.compile("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private References() {}

    /**
     * Whether it refers to what it should.
     *
     * @param types that it may be of; any if none
     */
    static void check(@Nullable Reference reference, String name, List<String> problems, String... types) {
        problem(reference, types)
                .ifPresent(was -> problems.add(name + " must be a reference to " + wanted(types) + ", was " + was));
    }

    /** As {@link #check}, but an identifier does not do: searches and compartments follow only an address. */
    static void checkAddress(@Nullable Reference reference, String name, List<String> problems, String... types) {
        if (reference != null
                && address(reference).isEmpty()
                && problem(reference, types).isEmpty()) {
            problems.add(name + " must be a reference by address, as " + types[0] + "/id, was an identifier only");
        } else {
            check(reference, name, problems, types);
        }
    }

    /** @throws IllegalArgumentException if {@link #check} finds anything */
    static Reference checked(Reference reference, String name, String... types) {
        problem(reference, types).ifPresent(was -> {
            throw new IllegalArgumentException(name + " must be a reference to " + wanted(types) + ", was " + was);
        });
        return copy(reference);
    }

    /** What a reference says, without the resource that HAPI may hold behind it, which would be written along. */
    static Reference copy(Reference reference) {
        Reference copy = new Reference();
        address(reference).ifPresent(copy::setReference);
        if (reference.hasType()) {
            copy.setType(reference.getType());
        }
        if (reference.hasIdentifier()) {
            copy.setIdentifier(reference.getIdentifier().copy());
        }
        if (reference.hasDisplay()) {
            copy.setDisplay(reference.getDisplay());
        }
        return copy;
    }

    /** The address alone: neither an identifier, as a hospital number is, nor a name to show. */
    static Reference addressOnly(Reference reference) {
        Reference only = new Reference();
        address(reference).ifPresent(only::setReference);
        return only;
    }

    /** What is written, or would be: of a reference to a resource in memory HAPI writes the resource's id. */
    private static Optional<String> address(Reference reference) {
        if (reference.hasReference()) {
            return Optional.of(reference.getReference());
        }
        IBaseResource behind = reference.getResource();
        if (behind == null || !behind.getIdElement().hasIdPart()) {
            return Optional.empty();
        }
        IIdType id = behind.getIdElement();
        return Optional.of(id.isUuid() ? id.getValue() : behind.fhirType() + "/" + id.getIdPart());
    }

    private static Optional<String> problem(@Nullable Reference reference, String... types) {
        if (reference == null) {
            return Optional.of("absent");
        }
        Optional<String> address = address(reference);
        if (address.isPresent()) {
            Matcher literal = LITERAL.matcher(address.get());
            if (literal.matches()) {
                return wrongType(literal.group(1), types);
            }
            return UUID.matcher(address.get()).matches() ? Optional.empty() : Optional.of("an address of another form");
        }
        if (reference.hasIdentifier() && reference.getIdentifier().hasValue()) {
            return reference.hasType() ? wrongType(reference.getType(), types) : Optional.empty();
        }
        return Optional.of("without an address and without an identifier");
    }

    private static Optional<String> wrongType(String type, String... types) {
        return types.length == 0 || List.of(types).contains(type)
                ? Optional.empty()
                : Optional.of("one to " + (type.matches("[A-Za-z]{1,64}") ? type : "another type"));
    }

    private static String wanted(String... types) {
        return types.length == 0 ? "a resource" : String.join(" or ", types);
    }
}
