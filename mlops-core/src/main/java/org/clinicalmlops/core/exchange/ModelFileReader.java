package org.clinicalmlops.core.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Checkpoint;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.core.exchange.FileFault.Kind;

/** Reads a file whose bytes may come from anybody. */
final class ModelFileReader {
    private final Map<String, PublicKey> trusted;

    ModelFileReader(Map<String, PublicKey> trusted) {
        this.trusted = Map.copyOf(trusted);
    }

    /** Ends the reading at the first thing that does not hold. */
    static final class Unsound extends Exception {
        private static final long serialVersionUID = 1L;

        final transient FileFault fault;

        Unsound(Kind kind, String where) {
            super(where, null, false, false);
            this.fault = new FileFault(kind, where);
        }
    }

    FileAnswer read(byte[] bytes) {
        try {
            ModelFile file = checked(bytes);
            new EvidenceCheck(file).holds();
            return new FileAnswer.Sound(file);
        } catch (Unsound e) {
            return new FileAnswer.Unsound(e.fault);
        }
    }

    private ModelFile checked(byte[] bytes) throws Unsound {
        if (bytes.length > ModelFile.MOST_BYTES) {
            throw new Unsound(Kind.TOO_LARGE, "more than " + ModelFile.MOST_BYTES + " bytes");
        }
        String text = utf8(bytes);
        int end = text.length() - 1;
        int last = end < 1 || text.charAt(end) != '\n' ? -1 : text.lastIndexOf('\n', end - 1);
        if (last < 0) {
            throw new Unsound(Kind.FORMAT, "the end");
        }
        String content = text.substring(0, last + 1);
        String[] signed = fields(text.substring(last + 1, end), "signed", 3);
        signature(content, signed);
        ModelFile file = parsed(content, signed[1], signed[2]);
        chain(file);
        checkpoint(file);
        return file;
    }

    private static String utf8(byte[] bytes) throws Unsound {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unsound(Kind.FORMAT, "bytes that are no UTF-8");
        }
    }

    private static String[] fields(String line, String name, int count) throws Unsound {
        if (line.startsWith(name + " ")) {
            String[] fields = line.substring(name.length() + 1).split(" ", -1);
            if (fields.length == count) {
                return fields;
            }
        }
        throw new Unsound(Kind.FORMAT, "the line '" + name + "'");
    }

    private void signature(String content, String[] signed) throws Unsound {
        Digest digest = Digest.of(content);
        if (!digest.hex().equals(signed[0])) {
            throw new Unsound(Kind.DIGEST, "the line 'signed'");
        }
        PublicKey key = trusted.get(signed[1]);
        if (key == null) {
            throw new Unsound(Kind.UNKNOWN_KEY, "the line 'signed'");
        }
        try {
            byte[] signature = Base64.getUrlDecoder().decode(signed[2]);
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(ModelFile.statement(digest, signed[1]));
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(signature)
                    .equals(signed[2]);
            if (canonical && signature.length == 64 && ed25519.verify(signature)) {
                return;
            }
        } catch (IllegalArgumentException | GeneralSecurityException e) { // no Base64, no point, no key of this kind
            throw new Unsound(Kind.SIGNATURE, "the line 'signed'");
        }
        throw new Unsound(Kind.SIGNATURE, "the line 'signed'");
    }

    private static ModelFile parsed(String content, String key, String signature) throws Unsound {
        String[] lines = content.split("\n", -1);
        if (lines.length < 8 || !lines[0].equals(ModelFile.FORMAT)) {
            throw new Unsound(Kind.FORMAT, "the first line");
        }
        String where = "the lines before the entries";
        try {
            String[] chain = fields(lines[4], "chain", 2);
            String checkpoint = lines[5].substring(Math.min(lines[5].length(), "checkpoint ".length()));
            int count = Integer.parseInt(fields(lines[6], "entries", 1)[0]);
            if (count > ModelFile.MOST_ENTRIES) {
                throw new Unsound(Kind.TOO_LARGE, "more than " + ModelFile.MOST_ENTRIES + " entries");
            }
            List<Entry> entries = new ArrayList<>();
            for (int i = 7; i < lines.length - 1; i++) {
                where = "line " + (i + 1);
                entries.add(EntryLine.parse(lines[i]));
            }
            where = "the lines before the entries";
            ModelFile file = new ModelFile(
                    new Digest(fields(lines[1], "model", 1)[0]),
                    new Digest(fields(lines[2], "plan", 1)[0]),
                    Instant.parse(fields(lines[3], "at", 1)[0]),
                    new Chain(Long.parseLong(chain[0]), new Digest(chain[1])),
                    checkpoint.equals("none") ? Optional.empty() : Optional.of(Checkpoint.parse(checkpoint)),
                    entries,
                    key,
                    signature);
            if (file.content().equals(content)) {
                return file;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Unsound(Kind.FORMAT, where);
        }
        throw new Unsound(Kind.FORMAT, where);
    }

    private static void chain(ModelFile file) throws Unsound {
        Chain seen = Chain.EMPTY;
        for (Entry entry : file.entries()) {
            String where = "entry " + entry.sequence();
            if (!hash(entry).filter(entry.hash()::equals).isPresent()) {
                throw new Unsound(Kind.ENTRY, where);
            }
            boolean next = entry.sequence() == seen.entries() + 1;
            boolean last = entry.sequence() == file.chain().entries();
            if (entry.sequence() <= seen.entries()
                    || entry.sequence() > file.chain().entries()
                    || next && !entry.previous().equals(seen.last())
                    || last && !entry.hash().equals(file.chain().last())) {
                throw new Unsound(Kind.CHAIN, where);
            }
            seen = Chain.endingWith(entry);
        }
    }

    private static Optional<Digest> hash(Entry entry) {
        try {
            return Optional.of(Chain.hash(
                    entry.sequence(), entry.kind(), entry.at(), entry.facts(), entry.body(), entry.previous()));
        } catch (IllegalArgumentException e) { // half of a surrogate pair
            return Optional.empty();
        }
    }

    private void checkpoint(ModelFile file) throws Unsound {
        if (file.checkpoint().isEmpty()) {
            return;
        }
        Checkpoint checkpoint = file.checkpoint().get();
        PublicKey key = trusted.get(checkpoint.key());
        boolean forged = key != null && !checkpoint.isSignedBy(key);
        boolean elsewhere = file.entries().stream()
                .anyMatch(entry -> entry.sequence() == checkpoint.entries()
                        && !entry.hash().equals(checkpoint.last()));
        boolean atEnd = checkpoint.entries() == file.chain().entries()
                && !checkpoint.last().equals(file.chain().last());
        if (forged || elsewhere || atEnd || checkpoint.entries() > file.chain().entries()) {
            throw new Unsound(Kind.CHECKPOINT, "the line 'checkpoint'");
        }
    }
}
