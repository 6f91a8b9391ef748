package org.clinicalmlops.core.seal;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Facts as bytes: how many there are (4 bytes, big-endian), then name and value of each, sorted by name, a text being the length of its
 * UTF-8 bytes (4 bytes) and these bytes; then zeros up to a multiple of {@value #PADDED}, so that the length says little about what is
 * inside after nobody can open it any more. Stateless.
 */
final class RowText {
    /** Our choice: one row of a few inputs has the same length whatever they are. */
    static final int PADDED = 128;

    private RowText() {}

    /** @throws IllegalArgumentException if a text is not well-formed Unicode */
    static byte[] write(SortedMap<String, String> facts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * PADDED);
        number(bytes, facts.size());
        facts.forEach((name, value) -> {
            text(bytes, name);
            text(bytes, value);
        });
        int over = bytes.size() % PADDED;
        bytes.writeBytes(new byte[over == 0 ? 0 : PADDED - over]);
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if these are no such bytes */
    static SortedMap<String, String> read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        SortedMap<String, String> facts = new TreeMap<>();
        try {
            int count = buffer.getInt();
            for (int i = 0; i < count; i++) {
                facts.put(text(buffer), text(buffer));
            }
            return facts;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the bytes of a row end too early", e);
        }
    }

    private static void number(ByteArrayOutputStream bytes, int value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(0, value).array());
    }

    private static void text(ByteArrayOutputStream bytes, String text) {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            number(bytes, utf8.remaining());
            bytes.write(utf8.array(), utf8.arrayOffset(), utf8.remaining());
        } catch (CharacterCodingException e) { // its own message tells where, and that is of no use without the text
            throw new IllegalArgumentException("a fact must be well-formed Unicode, holds half of a surrogate pair");
        }
    }

    private static String text(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new IllegalArgumentException("a text of a row is longer than the row");
        }
        String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return text;
    }
}
