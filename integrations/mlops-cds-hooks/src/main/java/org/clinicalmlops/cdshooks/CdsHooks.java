package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CDS services without a web framework: the host hands in what came over HTTP and sends back what it gets. Three endpoints below one base
 * URL: {@code GET /cds-services}, {@code POST /cds-services/{id}} and {@code POST /cds-services/{id}/feedback}. Nothing is thrown: what cannot be
 * done is an answer, and is counted. Thread-safe; knows no session.
 */
public final class CdsHooks {
    private static final String PATH = "/cds-services";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String base;
    private final Clock clock;
    private final ClientCheck clients;
    private final CardKeys keys;
    private final Map<String, List<CdsService<?>>> services;
    private final RequestLimits limits;
    private final Bodies bodies;
    private final Tally tally = new Tally();
    private final Calls calls;
    private final FeedbackDesk desk;
    private final ObjectNode discovery;

    private CdsHooks(
            String base,
            Clock clock,
            ClientCheck clients,
            CardKeys keys,
            Map<String, List<CdsService<?>>> services,
            RequestLimits limits) {
        this.base = base;
        this.clock = clock;
        this.clients = clients;
        this.keys = keys;
        this.services = services;
        this.limits = limits;
        this.bodies = new Bodies(limits);
        this.calls = new Calls(keys, clock, tally);
        this.desk = new FeedbackDesk(keys, tally);
        this.discovery =
                Discovery.of(services.values().stream().flatMap(List::stream).toList());
    }

    /**
     * @param base as clients write it, since their tokens name it: what comes before {@code /cds-services}; https, but on the machine itself
     */
    public static NeedsClock at(URI base) {
        Wording.requireAbsolute("base", base);
        boolean secure = base.getScheme().equalsIgnoreCase("https") || THIS_MACHINE.contains(base.getHost());
        if (!secure || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "base must be https, but on the machine itself, without query and fragment, was " + base);
        }
        String url = base.toString().replaceAll("/+$", "");
        return clock -> {
            Objects.requireNonNull(clock, "clock");
            return clients -> {
                Objects.requireNonNull(clients, "clients");
                return keys -> {
                    Objects.requireNonNull(keys, "keys");
                    return services ->
                            new CdsHooks(url, clock, clients, keys, byId(services), RequestLimits.standard());
                };
            };
        };
    }

    private static Map<String, List<CdsService<?>>> byId(List<? extends CdsService<?>> services) {
        Set<String> seen = new HashSet<>();
        for (CdsService<?> service : services) {
            if (!seen.add(service.id() + " " + service.hook())) {
                throw new IllegalArgumentException(
                        "two services have the id '" + service.id() + "' at the hook '" + service.hook() + "'");
            }
        }
        return services.stream()
                .collect(Collectors.groupingBy(
                        CdsService::id,
                        LinkedHashMap::new,
                        Collectors.mapping(Function.identity(), Collectors.toUnmodifiableList())));
    }

    /** Bounds what a request may cost; counts begin anew. */
    public CdsHooks limits(RequestLimits other) {
        return new CdsHooks(base, clock, clients, keys, services, Objects.requireNonNull(other, "other"));
    }

    /**
     * {@code GET /cds-services}.
     *
     * @param authorization the header of that name, if there is one
     */
    public CdsAnswer discovery(@Nullable String authorization) {
        return tally.counted(guarded(() -> {
            Instant now = clock.instant();
            return clients.admit(authorization, List.of(base + PATH), now)
                    .fold(admitted -> Answers.ok(discovery), refused -> Answers.notLetIn(refused.why()));
        }));
    }

    /**
     * {@code POST /cds-services/{id}}.
     *
     * @param id the last part of the path
     * @param authorization the header of that name, if there is one
     * @param body read up to the limit; the host closes it
     */
    public CdsAnswer call(String id, @Nullable String authorization, InputStream body) {
        return tally.counted(guarded(() -> {
            ClientCheck.Entry entry = clients.admit(authorization, List.of(base + PATH + "/" + id), clock.instant());
            if (entry instanceof ClientCheck.Entry.Refused refused) {
                return Answers.notLetIn(refused.why());
            }
            if (!services.containsKey(id)) {
                return noSuchService();
            }
            RequestReader.Read read = RequestReader.read(
                    bodies.object(body), services.get(id), ((ClientCheck.Entry.Admitted) entry).client());
            return calls.answer(read.service(), read.request());
        }));
    }

    /**
     * {@code POST /cds-services/{id}/feedback}. Of a body that is malformed, nothing is taken; where a card is unknown, the others are taken, and
     * the answer is 404. Telling the same again changes nothing.
     *
     * @param id the part of the path before the last
     * @param authorization the header of that name, if there is one; the token may be for this endpoint or for the service
     * @param body read up to the limit; the host closes it
     */
    public CdsAnswer feedback(String id, @Nullable String authorization, InputStream body) {
        return tally.counted(guarded(() -> {
            String service = base + PATH + "/" + id;
            Instant now = clock.instant();
            ClientCheck.Entry entry = clients.admit(authorization, List.of(service + "/feedback", service), now);
            if (entry instanceof ClientCheck.Entry.Refused refused) {
                return Answers.notLetIn(refused.why());
            }
            if (!services.containsKey(id)) {
                return noSuchService();
            }
            List<Heard> heard = FeedbackReader.read(bodies.object(body), limits.feedback());
            desk.requireSuggestions(heard, services.get(id));
            List<String> unknown = desk.take(heard, services.get(id), now);
            return unknown.isEmpty()
                    ? Answers.taken()
                    : Answers.failure(404, "not-found", "a card must be one of this service", unknown);
        }));
    }

    /** What was answered. */
    public CdsCounts counts() {
        return tally.now();
    }

    private static CdsAnswer noSuchService() {
        return Answers.failure(404, "not-found", "there is no service of this id", List.of());
    }

    private interface Work {
        CdsAnswer done() throws Exception;
    }

    /** Nothing of what was thrown is told: it may hold a patient's data. */
    private static CdsAnswer guarded(Work work) {
        try {
            return work.done();
        } catch (Malformed malformed) {
            return Answers.malformed(malformed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answers.failure(503, "transient", "the service was interrupted", List.of());
        } catch (Exception
                | LinkageError
                | AssertionError
                | StackOverflowError e) { // all that a host's function can do
            return Answers.failure(500, "exception", "the service failed", List.of());
        }
    }

    /** What the time is. */
    public interface NeedsClock {
        NeedsClients clock(Clock clock);
    }

    /** Who may call. */
    public interface NeedsClients {
        NeedsKeys clients(ClientCheck check);
    }

    /** Under which secret cards are named. */
    public interface NeedsKeys {
        NeedsServices cardKeys(CardKeys keys);
    }

    /** What is offered. */
    public interface NeedsServices {
        /** @param services may be none; none twice at one hook under one id */
        CdsHooks serving(List<? extends CdsService<?>> services);
    }
}
