package org.clinicalmlops.core.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Checkpoint;
import org.clinicalmlops.api.ledger.CheckpointSigner;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;

/**
 * A version with its full evidence: the entries of a ledger about its plan, rows, training, evaluation, baseline, gates, signatures,
 * approval and use, as they were hashed, signed by who exported it. Immutable.
 *
 * <p>The file is UTF-8 text, lines that end with a line feed:
 * <pre>{@code
 * model-export/1
 * model <digest>
 * plan <digest>
 * at <instant>
 * chain <entries> <hash of the last>
 * checkpoint <line of a checkpoint, or none>
 * entries <n>
 * <one line of canonical JSON for each, by number>
 * signed <digest of all bytes before this line> <key> <signature>
 * }</pre>
 * The signature is Ed25519 over the UTF-8 of {@code model-export-signature/1 <digest> <key>}, Base64 for URLs without padding. The same
 * entries, instant and key give the same bytes. The format never changes under its name.
 *
 * <p>What it proves: that who holds the key says so, that no entry was changed since, and that the entries refer to each other. That they
 * lie on one chain is said by the signer, who has verified it; whoever has the other ledger can look, with {@link #isFrom}.
 */
public final class ModelFile {
    /** A file with more bytes is not read. Our choice: hundreds of times a model of ours. */
    public static final int MOST_BYTES = 64 << 20;
    /** A file with more entries is not read. Our choice. */
    public static final int MOST_ENTRIES = 10_000;

    static final String FORMAT = "model-export/1";
    private static final String SIGNATURE = "model-export-signature/1";

    private final Digest model;
    private final Digest plan;
    private final Instant at;
    private final Chain chain;
    private final Optional<Checkpoint> checkpoint;
    private final List<Entry> entries;
    private final String key;
    private final String signature;

    ModelFile(
            Digest model,
            Digest plan,
            Instant at,
            Chain chain,
            Optional<Checkpoint> checkpoint,
            List<Entry> entries,
            String key,
            String signature) {
        this.model = model;
        this.plan = plan;
        this.at = at;
        this.chain = chain;
        this.checkpoint = checkpoint;
        this.entries = List.copyOf(entries);
        this.key = key;
        this.signature = signature;
    }

    /**
     * Signs a file.
     *
     * @param chain where the ledger stood, verified by the caller
     * @param entries by number
     * @param key names the signer's key; 1 to 64 of the letters, digits, {@code .}, {@code _} and {@code -} of ASCII
     */
    public static ModelFile signed(
            Digest model,
            Digest plan,
            Instant at,
            Chain chain,
            Optional<Checkpoint> checkpoint,
            List<Entry> entries,
            String key,
            CheckpointSigner signer) {
        if (!key.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "key must be 1 to 64 letters, digits, '.', '_' and '-', was '" + key + "'");
        }
        if (entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException("entries must be at most " + MOST_ENTRIES + ", were " + entries.size());
        }
        ModelFile unsigned = new ModelFile(model, plan, at, chain, checkpoint, entries, key, "");
        byte[] content = unsigned.content().getBytes(StandardCharsets.UTF_8);
        if (content.length > MOST_BYTES - 1000) {
            throw new IllegalArgumentException(
                    "a file must have less than " + MOST_BYTES + " bytes, has " + content.length);
        }
        byte[] signature = signer.sign(statement(Digest.of(content), key));
        return new ModelFile(
                model,
                plan,
                at,
                chain,
                checkpoint,
                entries,
                key,
                Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    /**
     * Reads a file and believes nothing in it: looks at size, form, signature, every hash, every digest and every reference.
     *
     * @param trusted the Ed25519 keys that the host trusts, by name; without any no file is sound
     */
    public static FileAnswer read(byte[] bytes, Map<String, PublicKey> trusted) {
        return new ModelFileReader(trusted).read(bytes);
    }

    /**
     * Reads a file from a stream, of which no more than {@link #MOST_BYTES} and one byte are taken; as {@link #read(byte[], Map)}.
     *
     * @throws IOException if the stream does
     */
    public static FileAnswer read(InputStream in, Map<String, PublicKey> trusted) throws IOException {
        return read(in.readNBytes(MOST_BYTES + 1), trusted);
    }

    /** A new array each time. */
    public byte[] bytes() {
        String content = content();
        String signed = "signed " + Digest.of(content) + " " + key + " " + signature + "\n";
        return (content + signed).getBytes(StandardCharsets.UTF_8);
    }

    /** Digest of {@link #bytes}. */
    public Digest digest() {
        return Digest.of(bytes());
    }

    String content() {
        StringBuilder text = new StringBuilder()
                .append(FORMAT)
                .append("\nmodel ")
                .append(model)
                .append("\nplan ")
                .append(plan)
                .append("\nat ")
                .append(at)
                .append("\nchain ")
                .append(chain.entries())
                .append(' ')
                .append(chain.last())
                .append("\ncheckpoint ")
                .append(checkpoint.map(Checkpoint::line).orElse("none"))
                .append("\nentries ")
                .append(entries.size())
                .append('\n');
        entries.forEach(entry -> text.append(EntryLine.of(entry)).append('\n'));
        return text.toString();
    }

    static byte[] statement(Digest content, String key) {
        return (SIGNATURE + " " + content + " " + key).getBytes(StandardCharsets.UTF_8);
    }

    public Digest model() {
        return model;
    }

    /** Digest of the plan that it was made under. */
    public Digest plan() {
        return plan;
    }

    /** When it was exported. */
    public Instant at() {
        return at;
    }

    /** Where the ledger stood then. */
    public Chain chain() {
        return chain;
    }

    /** The newest checkpoint of that ledger. */
    public Optional<Checkpoint> checkpoint() {
        return checkpoint;
    }

    /** By number. */
    public List<Entry> entries() {
        return entries;
    }

    /** Names the key that signed it. */
    public String key() {
        return key;
    }

    /** The entries of a kind. */
    public List<Entry> entries(EntryKind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /** Whether a ledger holds each of its entries. */
    public boolean isFrom(Ledger ledger) {
        return entries.stream()
                .allMatch(entry ->
                        ledger.entry(entry.sequence()).filter(entry::equals).isPresent());
    }
}
