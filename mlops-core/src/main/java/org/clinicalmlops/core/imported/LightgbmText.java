package org.clinicalmlops.core.imported;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * The lines of a LightGBM file: {@code name=value} in a header and in one section for each tree, which ends with {@code end of trees};
 * of what comes after it, only the line with the categories of a table is looked at.
 *
 * @param categories JSON; empty if there is no such line
 */
record LightgbmText(LightgbmSection header, List<LightgbmSection> trees, String categories) {
    private static final String TREE = "Tree=";
    private static final String END = "end of trees";
    private static final String CATEGORIES = "pandas_categorical:";

    /** Our choice: a section of a tree has about 20 lines, the header about 12. */
    private static final int LINES = 100;

    LightgbmText {
        trees = List.copyOf(trees);
    }

    static LightgbmText of(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.of(Kind.FORMAT, "file", "a text in UTF-8 is expected");
        }
        if (!text.startsWith("tree\n") && !text.startsWith("tree\r\n")) {
            throw Refusal.of(Kind.FORMAT, "file", "a model of LightGBM begins with a line 'tree'");
        }
        return lines(text);
    }

    private static LightgbmText lines(String text) {
        Map<String, String> header = new HashMap<>();
        List<LightgbmSection> trees = new ArrayList<>();
        Map<String, String> section = header;
        int at = text.indexOf('\n') + 1;
        while (true) {
            if (at >= text.length()) {
                throw Refusal.of(Kind.FORMAT, "file", "it ends before '" + END + "'");
            }
            int end = end(text, at);
            String line = text.substring(at, end).strip();
            at = end + 1;
            if (line.equals(END)) {
                break;
            }
            if (line.startsWith(TREE)) {
                Limits.atMost(Limits.TREES, trees.size() + 1L, "file", "trees");
                section = new HashMap<>();
                trees.add(new LightgbmSection("tree " + trees.size(), section));
                if (!line.equals(TREE + (trees.size() - 1))) {
                    throw Refusal.of(Kind.FORMAT, "tree " + (trees.size() - 1), "trees are numbered from 0");
                }
            } else if (!line.isEmpty()) {
                put(section, line, section == header ? "header" : "tree " + (trees.size() - 1));
            }
        }
        return new LightgbmText(new LightgbmSection("header", header), trees, categories(text, at));
    }

    private static void put(Map<String, String> section, String line, String where) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? line : line.substring(0, equals);
        Limits.atMost(Limits.NAME, name.length(), where, "characters of a name");
        if (section.put(name, equals < 0 ? "" : line.substring(equals + 1)) != null) {
            throw Refusal.of(Kind.FORMAT, where, Refusal.shown(name) + " comes twice");
        }
        Limits.atMost(LINES, section.size(), where, "lines");
    }

    private static String categories(String text, int from) {
        int at = from == 0 ? -1 : text.indexOf("\n" + CATEGORIES, from - 1);
        return at < 0
                ? ""
                : text.substring(at + 1 + CATEGORIES.length(), end(text, at + 1))
                        .strip();
    }

    private static int end(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
