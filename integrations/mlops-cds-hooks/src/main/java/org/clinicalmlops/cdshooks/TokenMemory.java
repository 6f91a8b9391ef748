package org.clinicalmlops.cdshooks;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Tokens by issuer until they end, so that no issuer's calls push out another's. Thread-safe. */
final class TokenMemory implements SeenTokens {
    private final int most;
    private final Object lock = new Object();
    private final Map<String, OfIssuer> issuers = new HashMap<>();

    private record Kept(String id, Instant until) {}

    private static final class OfIssuer {
        final Set<String> ids = new HashSet<>();
        final PriorityQueue<Kept> byEnd = new PriorityQueue<>(Comparator.comparing(Kept::until));

        void forget(Instant now) {
            while (!byEnd.isEmpty() && byEnd.peek().until.isBefore(now)) {
                ids.remove(byEnd.poll().id);
            }
        }
    }

    TokenMemory(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be >= 1, was " + most);
        }
        this.most = most;
    }

    @Override
    public boolean firstTime(String issuer, String tokenId, Instant now, Instant until) {
        synchronized (lock) {
            OfIssuer of = issuers.computeIfAbsent(issuer, name -> new OfIssuer());
            of.forget(now);
            if (of.ids.size() >= most || !of.ids.add(tokenId)) {
                return false;
            }
            of.byEnd.add(new Kept(tokenId, until));
            return true;
        }
    }
}
