package org.clinicalmlops.fhir;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;

/** What the host has said once, checked. Immutable: HAPI's values are copied in and are copied again into every resource. */
record Settings(
        UseCase<Risk> useCase,
        Names names,
        CodeableConcept outcome,
        Reference observer,
        CodeableConcept code,
        CodeableConcept deviceType,
        boolean preliminary,
        Optional<Reference> owner,
        Map<String, CodeableConcept> bands,
        Map<Digest, List<Release>> releases,
        List<String> policies) {

    /** Who has put a version into use, in which role. */
    record Release(Reference who, Role role) {}

    Settings {
        bands = Map.copyOf(bands);
        releases = Map.copyOf(releases);
        policies = List.copyOf(policies);
    }

    static Settings of(UseCase<Risk> useCase, Names names, CodeableConcept outcome, Reference observer) {
        return new Settings(
                useCase,
                names,
                outcome,
                observer,
                Concepts.text(useCase.name()),
                Concepts.text("Clinical prediction model"),
                false,
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of());
    }

    Settings withCode(CodeableConcept concept) {
        CodeableConcept checked = Concepts.checked(concept, "code");
        return new Settings(
                useCase, names, outcome, observer, checked, deviceType, preliminary, owner, bands, releases, policies);
    }

    Settings withDeviceType(CodeableConcept concept) {
        CodeableConcept checked = Concepts.checked(concept, "deviceType");
        return new Settings(
                useCase, names, outcome, observer, code, checked, preliminary, owner, bands, releases, policies);
    }

    Settings asPreliminary() {
        return new Settings(
                useCase, names, outcome, observer, code, deviceType, true, owner, bands, releases, policies);
    }

    Settings withOwner(Reference organization) {
        Optional<Reference> checked = Optional.of(References.checked(organization, "owner", "Organization"));
        return new Settings(
                useCase, names, outcome, observer, code, deviceType, preliminary, checked, bands, releases, policies);
    }

    Settings withBand(String name, CodeableConcept concept) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("the name of a band must not be blank");
        }
        Map<String, CodeableConcept> more = new HashMap<>(bands);
        if (more.put(name, Concepts.checked(concept, "concept of band '" + name + "'")) != null) {
            throw new IllegalArgumentException("band named twice: '" + name + "'");
        }
        return new Settings(
                useCase, names, outcome, observer, code, deviceType, preliminary, owner, more, releases, policies);
    }

    Settings withRelease(Digest model, Reference who, Role role) {
        Release release = new Release(
                References.checked(who, "releasedBy", "Practitioner", "PractitionerRole"),
                Objects.requireNonNull(role, "role"));
        Map<Digest, List<Release>> more = new HashMap<>(releases);
        List<Release> signed = new ArrayList<>(more.getOrDefault(Objects.requireNonNull(model, "model"), List.of()));
        signed.add(release);
        more.put(model, List.copyOf(signed));
        return new Settings(
                useCase, names, outcome, observer, code, deviceType, preliminary, owner, bands, more, policies);
    }

    Settings withPolicy(String uri) {
        List<String> more = new ArrayList<>(policies);
        more.add(absolute(uri));
        return new Settings(
                useCase, names, outcome, observer, code, deviceType, preliminary, owner, bands, releases, more);
    }

    private static String absolute(String uri) {
        try {
            if (new URI(uri).isAbsolute()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below, with what is wrong
        }
        throw new IllegalArgumentException("policy must be an absolute URI, was '" + uri + "'");
    }
}
