package org.clinicalmlops.monitoring.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * A stored state: what it is of, and a section for each part that has one.
 *
 * <p>Bytes, in this order: {@code CMLS}; the number of the format; what kind of state it is; the number of digests of what it belongs
 * to, and they; the number of sections, of each its id and its bytes; and the SHA-256 of all that, which is checked before
 * anything else is read. A section that nobody asks for is skipped; one that is not there says so. Whoever adds a section that
 * older states lack raises the format, and says there what becomes of those.
 */
public final class StateFile {
    /** The only format so far. */
    static final int FORMAT = 1;

    private static final String MAGIC = "CMLS";
    private static final int DIGEST = 32;

    private final String kind;
    private final List<Digest> belongsTo;
    private final Map<String, byte[]> sections;

    private StateFile(String kind, List<Digest> belongsTo, Map<String, byte[]> sections) {
        this.kind = kind;
        this.belongsTo = List.copyOf(belongsTo);
        this.sections = sections;
    }

    /**
     * A state without a section.
     *
     * @param kind what is stored, for example {@code "monitor"}
     * @param belongsTo what it can only be used with
     */
    public static StateFile of(String kind, Digest... belongsTo) {
        return new StateFile(kind, Arrays.asList(belongsTo), Map.of());
    }

    /**
     * @param state what {@link #toBytes} gave
     * @throws MlopsException if it is damaged, or of a later format
     */
    public static StateFile read(byte[] state) {
        int end = state.length - DIGEST;
        if (end < MAGIC.length() || !MAGIC.equals(new String(state, 0, MAGIC.length(), StandardCharsets.US_ASCII))) {
            throw new MlopsException("this is not a state of a monitor");
        }
        byte[] content = Arrays.copyOf(state, end);
        if (!Arrays.equals(raw(Digest.of(content)), Arrays.copyOfRange(state, end, state.length))) {
            throw new MlopsException("the state is damaged: its bytes are not those of its checksum");
        }
        StateReader in = new StateReader(content);
        in.getRaw(MAGIC.length());
        long format = in.getLong();
        if (format != FORMAT) {
            throw new MlopsException("the state is of format " + format + ", this version reads format " + FORMAT);
        }
        String kind = in.getText();
        Digest[] belongsTo = new Digest[counted(in, DIGEST)];
        Arrays.setAll(belongsTo, i -> new Digest(HexFormat.of().formatHex(in.getRaw(DIGEST))));
        int count = counted(in, 2);
        Map<String, byte[]> sections = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String id = in.getText();
            StateReader part = in.getPart();
            if (sections.put(id, part.getRaw(part.left())) != null) {
                throw new MlopsException("the state is damaged: a section is there twice");
            }
        }
        in.end();
        return new StateFile(kind, Arrays.asList(belongsTo), sections);
    }

    private static int counted(StateReader in, int bytesOfEach) {
        long count = in.getLong();
        if (count < 0 || count > in.left() / bytesOfEach) {
            throw new MlopsException("the state is damaged: a list is longer than what is left");
        }
        return (int) count;
    }

    /** The same with one more section. */
    public StateFile with(String id, Consumer<? super StateOutput> section) {
        StateWriter out = new StateWriter();
        section.accept(out);
        Map<String, byte[]> more = new LinkedHashMap<>(sections);
        if (more.put(id, out.toBytes()) != null) {
            throw new IllegalArgumentException("section '" + id + "' must be there once only");
        }
        return new StateFile(kind, belongsTo, more);
    }

    /** Whether it is of that kind. */
    public boolean is(String other) {
        return kind.equals(other);
    }

    /** The digests of what it belongs to. */
    public List<Digest> belongsTo() {
        return belongsTo;
    }

    /** Whether it has a section. */
    public boolean has(String id) {
        return sections.containsKey(id);
    }

    /**
     * Reads a section to its end.
     *
     * @throws MlopsException if it is not there, or not read to its end
     */
    public void read(String id, Consumer<? super StateInput> section) {
        byte[] bytes = sections.get(id);
        if (bytes == null) {
            throw new MlopsException("the state has nothing of '" + id + "'");
        }
        StateReader in = new StateReader(bytes);
        section.accept(in);
        in.end();
    }

    /** The bytes, the same for the same state. */
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.putRaw(MAGIC.getBytes(StandardCharsets.US_ASCII));
        out.putLong(FORMAT);
        out.putText(kind);
        out.putLong(belongsTo.size());
        belongsTo.forEach(digest -> out.putRaw(raw(digest)));
        out.putLong(sections.size());
        sections.forEach((id, bytes) -> {
            out.putText(id);
            out.putBytes(bytes);
        });
        byte[] content = out.toBytes();
        out.putRaw(raw(Digest.of(content)));
        return out.toBytes();
    }

    private static byte[] raw(Digest digest) {
        return HexFormat.of().parseHex(digest.hex());
    }
}
