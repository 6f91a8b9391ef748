package org.clinicalmlops.core.imported;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages a file in ways that a reader has to expect: by accident, and by somebody who knows the format. */
final class Mutation {
    private static final List<String> NUMBERS = List.of(
            "NaN",
            "Infinity",
            "-Infinity",
            "1e999",
            "-1e999",
            "1e-999",
            "-0",
            "-1",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "4294967295",
            "0.5",
            "1e308",
            "-1e308",
            "99999999",
            "\"1\"",
            "null",
            "true",
            "[]",
            "{}",
            "",
            "0x1p3");
    private static final List<String> STRUCTURE = List.of(
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\"",
            "\n",
            "=",
            " ",
            "\\",
            "[[[[[[[[",
            "{\"a\":",
            "\u0000",
            "Tree=0\n",
            "$",
            "#",
            "L");
    private static final int MOST = 4;

    private final SplittableRandom random;

    Mutation(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Another number, in which a file stays what it is, or one to four changes of any kind. */
    byte[] of(byte[] file) {
        if (random.nextBoolean()) {
            return number(file, random.nextInt(file.length));
        }
        byte[] changed = file;
        for (int change = random.nextInt(MOST); change >= 0; change--) {
            changed = changed.length == 0 ? file : once(changed);
        }
        return changed;
    }

    private byte[] once(byte[] file) {
        int at = random.nextInt(file.length);
        int end = Math.min(file.length, at + 1 + random.nextInt(1 + random.nextInt(200)));
        return switch (random.nextInt(11)) {
            case 0 -> flipped(file, at);
            case 1 -> Arrays.copyOf(file, at);
            case 2 -> joined(file, 0, at, new byte[0], end);
            case 3 -> joined(file, 0, end, Arrays.copyOfRange(file, at, end), end);
            case 4 -> joined(file, 0, at, noise(), at);
            case 5 -> joined(file, 0, at, text(STRUCTURE), random.nextBoolean() ? at : at + 1);
            case 6 -> moved(file, at, end);
            case 7 -> counted(file, at);
            default -> number(file, at);
        };
    }

    private byte[] flipped(byte[] file, int at) {
        byte[] changed = file.clone();
        for (int flip = random.nextInt(3); flip >= 0; flip--) {
            changed[at] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    /** A number of the text, the next from here on, becomes another one. */
    private byte[] number(byte[] file, int at) {
        int start = at;
        while (start < file.length && !digit(file[start])) {
            start++;
        }
        int end = start;
        while (end < file.length && (digit(file[end]) || ".eE+-".indexOf(file[end]) >= 0)) {
            end++;
        }
        byte[] other = random.nextBoolean()
                ? text(NUMBERS)
                : Integer.toString(random.nextInt(-3, 40)).getBytes(StandardCharsets.US_ASCII);
        return joined(file, 0, start, other, end);
    }

    /** Eight bytes of a length or a count become another one. */
    private byte[] counted(byte[] file, int at) {
        byte[] changed = file.clone();
        long count = random.nextBoolean() ? random.nextLong() : 1L << random.nextInt(63);
        for (int i = 0; i < Long.BYTES && at + i < changed.length; i++) {
            changed[at + i] = (byte) (count >>> 8 * (Long.BYTES - 1 - i));
        }
        return changed;
    }

    private byte[] moved(byte[] file, int at, int end) {
        byte[] part = Arrays.copyOfRange(file, at, end);
        byte[] rest = joined(file, 0, at, new byte[0], end);
        int to = random.nextInt(rest.length + 1);
        return joined(rest, 0, to, part, to);
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(16)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] text(List<String> texts) {
        return texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static byte[] joined(byte[] file, int from, int to, byte[] middle, int rest) {
        int last = Math.min(rest, file.length);
        byte[] joined =
                Arrays.copyOf(Arrays.copyOfRange(file, from, to), to - from + middle.length + file.length - last);
        System.arraycopy(middle, 0, joined, to - from, middle.length);
        System.arraycopy(file, last, joined, to - from + middle.length, file.length - last);
        return joined;
    }
}
