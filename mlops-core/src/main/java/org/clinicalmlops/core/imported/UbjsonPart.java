package org.clinicalmlops.core.imported;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * Reads UBJSON, draft 12: all of it but numbers written as texts (H) and typed objects, which XGBoost does not write. A count is
 * believed only as far as there are bytes for it.
 *
 * @see <a href="https://ubjson.org/type-reference/">UBJSON's types</a>
 */
final class UbjsonPart {
    private final ByteBuffer bytes;
    private int values;
    private int parts;
    private int nesting;

    private UbjsonPart(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer(); // big endian, as UBJSON is
    }

    static Part read(byte[] bytes) {
        UbjsonPart reader = new UbjsonPart(bytes);
        Part part = reader.part(reader.marker());
        if (reader.bytes.hasRemaining()) {
            throw reader.malformed("one value, and something comes after it");
        }
        return part;
    }

    private Part part(char marker) {
        Limits.atMost(Limits.PARTS, ++parts, "UBJSON", "texts, objects, lists and single numbers");
        return switch (marker) {
            case '{' -> members();
            case '[' -> array();
            case 'S' -> new Part.Text(text(Limits.TEXT));
            case 'C' -> new Part.Text(characters(1));
            case 'T' -> new Part.Flag(true);
            case 'F' -> new Part.Flag(false);
            case 'Z' -> new Part.Nothing();
            default -> new Part.Number(number(marker));
        };
    }

    private Part members() {
        enter();
        long counted = counted();
        Map<String, Part> members = new LinkedHashMap<>();
        while (counted < 0 ? !closes('}') : members.size() < counted) {
            String name = text(Limits.NAME);
            if (members.containsKey(name)) {
                throw malformed("each name once, and " + Refusal.shown(name) + " comes twice");
            }
            members.put(name, part(marker()));
        }
        nesting--;
        return new Part.Members(members);
    }

    private Part array() {
        enter();
        if (peek() == '$') {
            Part.Numbers numbers = typed();
            nesting--;
            return numbers;
        }
        long counted = counted();
        List<Part> items = new ArrayList<>();
        boolean numbers = true;
        while (counted < 0 ? !closes(']') : items.size() < counted) {
            Part item = part(marker());
            numbers &= item instanceof Part.Number;
            items.add(item);
        }
        nesting--;
        return numbers ? numbers(items) : new Part.Items(items);
    }

    private static Part.Numbers numbers(List<Part> items) {
        double[] numbers = new double[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ((Part.Number) items.get(i)).value();
        }
        return new Part.Numbers(numbers);
    }

    /** Numbers of one type, without a marker each. */
    private Part.Numbers typed() {
        next();
        char type = (char) next();
        int size = size(type);
        long count = counted();
        if (count < 0) {
            throw malformed("a count after the type of an array");
        }
        if (count > bytes.remaining() / size) {
            throw malformed("as many bytes as the count of an array says");
        }
        count(count);
        double[] numbers = new double[(int) count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(type);
        }
        return new Part.Numbers(numbers);
    }

    /** The count of a container, or -1 if it ends with a marker of its own. */
    private long counted() {
        if (peek() != '#') {
            return -1;
        }
        next();
        long count = length();
        if (count > bytes.remaining()) { // each item has at least its marker
            throw malformed("as many bytes as the count of a container says");
        }
        return count;
    }

    private long length() {
        char marker = (char) next();
        long length = switch (marker) {
            case 'i' -> next();
            case 'U' -> next() & 0xff;
            case 'I' -> room(2).getShort();
            case 'l' -> room(4).getInt();
            case 'L' -> room(8).getLong();
            default -> throw malformed("a whole number as a length");
        };
        if (length < 0) {
            throw malformed("a length of at least 0");
        }
        return length;
    }

    private double number(char marker) {
        return switch (marker) {
            case 'i' -> next();
            case 'U' -> next() & 0xff;
            case 'I' -> room(2).getShort();
            case 'l' -> room(4).getInt();
            case 'L' -> room(8).getLong();
            case 'd' -> room(4).getFloat();
            case 'D' -> room(8).getDouble();
            default -> throw malformed("a known type");
        };
    }

    private int size(char type) {
        return switch (type) {
            case 'i', 'U' -> 1;
            case 'I' -> 2;
            case 'l', 'd' -> 4;
            case 'L', 'D' -> 8;
            default -> throw malformed("an array of numbers if it has one type");
        };
    }

    private String text(int most) {
        long length = length();
        Limits.atMost(most, length, "UBJSON", "bytes of a text");
        return characters((int) length);
    }

    private String characters(int length) {
        ByteBuffer text = room(length).slice().limit(length);
        bytes.position(bytes.position() + length);
        try {
            CharBuffer characters = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(text);
            return characters.toString();
        } catch (CharacterCodingException e) {
            throw malformed("texts in UTF-8");
        }
    }

    /** The next marker that is not a no-operation. */
    private char marker() {
        char marker = (char) next();
        while (marker == 'N') {
            marker = (char) next();
        }
        return marker;
    }

    private boolean closes(char end) {
        if (peek() != end) {
            return false;
        }
        next();
        return true;
    }

    private char peek() {
        return (char) room(1).get(bytes.position());
    }

    private byte next() {
        return room(1).get();
    }

    private ByteBuffer room(int needed) {
        if (bytes.remaining() < needed) {
            throw malformed("a complete file, and it ends too early");
        }
        return bytes;
    }

    private void enter() {
        Limits.atMost(Limits.NESTING, ++nesting, "UBJSON", "levels of nesting");
    }

    private void count(long more) {
        Limits.atMost(Limits.VALUES, values + more, "UBJSON", "numbers in lists");
        values += (int) more;
    }

    private Refusal malformed(String rule) {
        return Refusal.of(Kind.FORMAT, "UBJSON, byte " + bytes.position(), rule);
    }
}
