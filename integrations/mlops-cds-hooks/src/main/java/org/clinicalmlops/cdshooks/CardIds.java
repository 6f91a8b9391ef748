package org.clinicalmlops.cdshooks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Uuids of version 8 (RFC 9562) that lead back to a prediction without a store: 8 bits say what is named, 50 bits hold the number of the
 * prediction in its deployment, 64 bits are a code under the host's secret over both, the service and the deployment. Guessing one costs
 * 2^63 tries on average, each a request of a client that was let in. Immutable; thread-safe. ADR 29.
 */
final class CardIds {
    private static final long HIGHEST = (1L << 50) - 1;
    private static final int CARD = 0;
    /** Its number is taken from the hook's instance, not of a prediction. */
    private static final int CARD_WITHOUT_PREDICTION = 255;

    private static final long LOW_TEN = 0x3FF;
    private static final long VERSION = 8;
    private static final long LOW_62 = (1L << 62) - 1;
    private static final long VARIANT = 1L << 63;

    private final CardKeys keys;
    private final String service;
    private final String deployment;

    CardIds(CardKeys keys, String service, String deployment) {
        this.keys = keys;
        this.service = service;
        this.deployment = deployment;
    }

    /** What a uuid names. */
    record Named(int kind, long number) {
        boolean card() {
            return kind == CARD || kind == CARD_WITHOUT_PREDICTION;
        }

        boolean prediction() {
            return kind != CARD_WITHOUT_PREDICTION;
        }

        boolean suggestionOf(Named card) {
            return !card() && prediction() && card.prediction() && number == card.number;
        }
    }

    /** The number of a prediction in its deployment; empty if the id has another form than the deployment's, a hyphen and the number. */
    OptionalLong number(String prediction) {
        String start = deployment + "-";
        if (!prediction.startsWith(start)) {
            return OptionalLong.empty();
        }
        String digits = prediction.substring(start.length());
        boolean plain = digits.length() <= 16
                && !digits.startsWith("0")
                && !digits.isEmpty()
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plain || Long.parseLong(digits) > HIGHEST) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(digits));
    }

    String prediction(Named named) {
        return deployment + "-" + named.number();
    }

    UUID card(long number) {
        return make(CARD, number);
    }

    /** @param index from 0 on, below {@link Card#MOST_SUGGESTIONS} */
    UUID suggestion(long number, int index) {
        return make(1 + index, number);
    }

    /** For a card of no prediction: the same for the same instance of a hook. */
    UUID without(UUID hookInstance) {
        byte[] code = code(keys.keys().get(0), CARD_WITHOUT_PREDICTION, hookInstance.toString());
        return make(CARD_WITHOUT_PREDICTION, ByteBuffer.wrap(code).getLong() & HIGHEST);
    }

    /** Empty if it was not made here. */
    Optional<Named> read(UUID id) {
        long most = id.getMostSignificantBits();
        long least = id.getLeastSignificantBits();
        if (id.version() != VERSION || id.variant() != 2) {
            return Optional.empty();
        }
        long named = most >>> 16 << 10 | most >>> 2 & LOW_TEN;
        long mac = (most & 3) << 62 | least & LOW_62;
        int kind = (int) (named >>> 50);
        long number = named & HIGHEST;
        for (SecretKeySpec key : keys.keys()) {
            if ((mac(key, kind, number) ^ mac) == 0) { // takes as long for every wrong code
                return Optional.of(new Named(kind, number));
            }
        }
        return Optional.empty();
    }

    private UUID make(int kind, long number) {
        long named = (long) kind << 50 | number;
        long mac = mac(keys.keys().get(0), kind, number);
        long most = named >>> 10 << 16 | VERSION << 12 | (named & LOW_TEN) << 2 | mac >>> 62;
        return new UUID(most, VARIANT | mac & LOW_62);
    }

    private long mac(SecretKeySpec key, int kind, long number) {
        return ByteBuffer.wrap(code(key, kind, Long.toString(number))).getLong();
    }

    /** Lengths in front keep two different namings from running into the same bytes. */
    private byte[] code(SecretKeySpec key, int kind, String what) {
        String all = "clinical-mlops cds-hooks card 1 " + service.length() + " " + service + " " + deployment.length()
                + " " + deployment + " " + kind + " " + what;
        try {
            Mac mac = Mac.getInstance(CardKeys.ALGORITHM);
            mac.init(key);
            return mac.doFinal(all.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CardKeys.ALGORITHM, e);
        }
    }
}
