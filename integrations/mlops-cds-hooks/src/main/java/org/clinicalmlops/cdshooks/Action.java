package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.function.Function;

/** A change that a suggestion makes when it is followed. The client asks its user, and carries it out. */
public sealed interface Action {
    /** For people; not blank. */
    String description();

    /**
     * A resource is new.
     *
     * @param resource of FHIR, with its {@code resourceType}; not to be changed afterwards
     */
    record Create(String description, JsonNode resource) implements Action {
        public Create {
            Wording.requireText("description", description);
            requireResource(resource);
        }
    }

    /**
     * A resource is replaced.
     *
     * @param resource of FHIR, the whole of it; not to be changed afterwards
     */
    record Update(String description, JsonNode resource) implements Action {
        public Update {
            Wording.requireText("description", description);
            requireResource(resource);
        }
    }

    /**
     * A resource goes.
     *
     * @param resourceId a relative reference, as {@code ServiceRequest/17}
     */
    record Delete(String description, String resourceId) implements Action {
        public Delete {
            Wording.requireText("description", description);
            Wording.requireText("resourceId", resourceId);
        }
    }

    private static void requireResource(JsonNode resource) {
        Objects.requireNonNull(resource, "resource");
        if (!resource.path("resourceType").isTextual()) {
            throw new IllegalArgumentException("a resource must say its resourceType");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Create, ? extends T> create,
            Function<? super Update, ? extends T> update,
            Function<? super Delete, ? extends T> delete) {
        if (this instanceof Create c) {
            return create.apply(c);
        }
        if (this instanceof Update u) {
            return update.apply(u);
        }
        return delete.apply((Delete) this);
    }
}
