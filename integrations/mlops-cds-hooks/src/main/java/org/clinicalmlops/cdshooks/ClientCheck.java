package org.clinicalmlops.cdshooks;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who may call. Clients sign a token for every call (a JSON Web Token in the header {@code Authorization}); it is good for one endpoint, for
 * a few minutes, once. There is no default, and none that lets everybody in without a reason. Thread-safe.
 */
public final class ClientCheck {
    /** SMART Backend Services asks for tokens of at most five minutes; CDS Hooks names no time. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
    /** Our choice, of what machines with a time service stay far below. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Duration MOST_SKEW = Duration.ofMinutes(5);
    private static final Duration MOST_LIFE = Duration.ofHours(1);
    private static final int REMEMBERED = 100_000;

    private final Map<String, TrustedClient> clients;
    private final Optional<String> openBecause;
    private final Duration life;
    private final Duration skew;
    private final SeenTokens seen;

    private ClientCheck(
            Map<String, TrustedClient> clients,
            Optional<String> openBecause,
            Duration life,
            Duration skew,
            SeenTokens seen) {
        this.clients = Map.copyOf(clients);
        this.openBecause = openBecause;
        this.life = life;
        this.skew = skew;
        this.seen = seen;
    }

    /** @param clients at least one, each issuer once */
    public static ClientCheck trusting(List<TrustedClient> clients) {
        Map<String, TrustedClient> byIssuer = new HashMap<>();
        for (TrustedClient client : clients) {
            if (byIssuer.put(client.issuer(), client) != null) {
                throw new IllegalArgumentException("two clients have the issuer '" + client.issuer() + "'");
            }
        }
        if (byIssuer.isEmpty()) {
            throw new IllegalArgumentException("at least one client must be trusted, was none");
        }
        return new ClientCheck(byIssuer, Optional.empty(), LONGEST_LIFE, SKEW, SeenTokens.inMemory(REMEMBERED));
    }

    /**
     * Looks at no token: whoever reaches the service may call it.
     *
     * @param reason why that is safe here, as that mutual TLS is required in front of it; not blank
     */
    public static ClientCheck openToAnyone(String reason) {
        Wording.requireText("reason", reason);
        return new ClientCheck(Map.of(), Optional.of(reason), LONGEST_LIFE, SKEW, (issuer, id, now, until) -> true);
    }

    /** Why anyone is let in; empty if only trusted clients are. */
    public Optional<String> openBecause() {
        return openBecause;
    }

    /** @param most from issue to expiry, in (0, 1 h]; 5 min unless told */
    public ClientCheck lifeAtMost(Duration most) {
        if (most.isNegative() || most.isZero() || most.compareTo(MOST_LIFE) > 0) {
            throw new IllegalArgumentException("the life of a token must be in (0, " + MOST_LIFE + "], was " + most);
        }
        return new ClientCheck(clients, openBecause, most, skew, seen);
    }

    /** @param most by which a client's clock may differ from ours, in [0, 5 min]; 1 min unless told */
    public ClientCheck skewAtMost(Duration most) {
        if (most.isNegative() || most.compareTo(MOST_SKEW) > 0) {
            throw new IllegalArgumentException("the skew of clocks must be in [0, " + MOST_SKEW + "], was " + most);
        }
        return new ClientCheck(clients, openBecause, life, most, seen);
    }

    /** Remembers used tokens elsewhere than in this JVM. */
    public ClientCheck remembering(SeenTokens other) {
        return new ClientCheck(clients, openBecause, life, skew, Objects.requireNonNull(other, "other"));
    }

    /** Whether a caller is let in. */
    sealed interface Entry {
        /** @param client empty if anyone is */
        record Admitted(Optional<Client> client) implements Entry {}

        /** @param why names no secret */
        record Refused(String why) implements Entry {}

        default <T> T fold(
                Function<? super Admitted, ? extends T> admitted, Function<? super Refused, ? extends T> refused) {
            return this instanceof Admitted a ? admitted.apply(a) : refused.apply((Refused) this);
        }
    }

    /**
     * @param authorization the header
     * @param endpoints URLs of which the token must name one
     */
    Entry admit(@Nullable String authorization, List<String> endpoints, Instant now) {
        if (openBecause.isPresent()) {
            return new Entry.Admitted(Optional.empty());
        }
        return new TokenCheck(clients, life, skew, seen).check(authorization, endpoints, now);
    }
}
