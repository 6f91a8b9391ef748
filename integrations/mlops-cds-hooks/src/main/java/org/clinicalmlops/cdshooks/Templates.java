package org.clinicalmlops.cdshooks;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prefetch templates: a read or a search of FHIR, with tokens that the client fills in. */
final class Templates {
    private static final Pattern TOKEN = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final Pattern CONTEXT = Pattern.compile("\\bcontext\\.([A-Za-z_][A-Za-z0-9_]*)");
    /** A resource's type and then an id or a query, or a token that stands for a reference. */
    private static final Pattern FORM = Pattern.compile("([A-Z][A-Za-z]+[/?]\\S.*|\\{\\{[^{}]+}})");

    private static final Pattern SORT = Pattern.compile("[?&]_sort=");
    private static final Pattern COUNT = Pattern.compile("[?&]_count=");

    private Templates() {}

    static void require(String key, String template) {
        Objects.requireNonNull(template, "template");
        String without = TOKEN.matcher(template).replaceAll("");
        if (!FORM.matcher(template).matches() || without.contains("{") || without.contains("}")) {
            throw new IllegalArgumentException("the prefetch template '" + key
                    + "' must be a read or a search of FHIR, its tokens within {{ and }}, was '" + template + "'");
        }
    }

    /** Whether it asks for the first few in an order, so that more on further pages was not asked for. */
    static boolean asksForFirst(String template) {
        return SORT.matcher(template).find() && COUNT.matcher(template).find();
    }

    /** Fields of the context that stand in it as they are, and so are texts: {@code {{context.patientId}}}. */
    static Set<String> texts(String template) {
        Set<String> fields = new TreeSet<>();
        Matcher token = TOKEN.matcher(template);
        while (token.find()) {
            Matcher field = CONTEXT.matcher(token.group(1).strip());
            if (field.matches()) {
                fields.add(field.group(1));
            }
        }
        return fields;
    }

    /** Fields of the context that its tokens name, those from which a path leads on among them. */
    static Set<String> context(String template) {
        Set<String> fields = new TreeSet<>();
        Matcher token = TOKEN.matcher(template);
        while (token.find()) {
            Matcher field = CONTEXT.matcher(token.group(1));
            while (field.find()) {
                fields.add(field.group(1));
            }
        }
        return fields;
    }
}
