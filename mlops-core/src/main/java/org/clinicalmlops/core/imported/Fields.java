package org.clinicalmlops.core.imported;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/** Reads the members of one object; every refusal names where it is. */
final class Fields {
    private final Map<String, Part> members;
    private final String where;

    private Fields(Map<String, Part> members, String where) {
        this.members = members;
        this.where = where;
    }

    static Fields of(Part part, String where) {
        if (part instanceof Part.Members object) {
            return new Fields(object.members(), where);
        }
        throw Refusal.of(Kind.FORMAT, where, "an object is expected");
    }

    /** Refuses a file of another format or version. */
    void isOf(String format, int version) {
        if (!text("format").equals(format)) {
            throw Refusal.of(
                    Kind.FORMAT, "format", "'" + format + "' is expected, was " + Refusal.shown(text("format")));
        }
        if (whole("version") != version) {
            throw Refusal.of(Kind.NOT_SUPPORTED, "version", "version " + version + " is read, was " + whole("version"));
        }
    }

    /** Refuses a member that is not listed: what a reader does not know may change what the model answers. */
    Fields only(Set<String> known) {
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                throw Refusal.of(Kind.NOT_SUPPORTED, where(Refusal.shown(name)), "not known to this reader");
            }
        }
        return this;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Fields object(String name) {
        return of(part(name), where(name));
    }

    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Part item : items(name)) {
            objects.add(of(item, where(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    String text(String name) {
        if (part(name) instanceof Part.Text text) {
            return text.text();
        }
        throw Refusal.of(Kind.FORMAT, where(name), "a text is expected");
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Part item : items(name)) {
            if (!(item instanceof Part.Text text)) {
                throw Refusal.of(Kind.FORMAT, where(name), "a list of texts is expected");
            }
            texts.add(text.text());
        }
        return texts;
    }

    /** A finite number. */
    double number(String name) {
        if (part(name) instanceof Part.Number number && Double.isFinite(number.value())) {
            return number.value();
        }
        throw Refusal.of(Kind.FORMAT, where(name), "a finite number is expected");
    }

    int whole(String name) {
        return whole(number(name), where(name));
    }

    /** A whole number that is written as a text, as XGBoost does. */
    int wholeInText(String name) {
        String text = text(name);
        if (!text.matches("-?[0-9]{1,9}")) {
            throw Refusal.of(Kind.FORMAT, where(name), "a whole number is expected, was " + Refusal.shown(text));
        }
        return Integer.parseInt(text);
    }

    boolean flag(String name) {
        if (part(name) instanceof Part.Flag flag) {
            return flag.set();
        }
        throw Refusal.of(Kind.FORMAT, where(name), "true or false is expected");
    }

    /** Numbers of any kind, NaN and infinities included; true and false count as 1 and 0. */
    Part.Numbers numbers(String name) {
        Part part = part(name);
        if (part instanceof Part.Numbers numbers) {
            return numbers;
        }
        if (part instanceof Part.Items items && items.items().stream().allMatch(Part.Flag.class::isInstance)) {
            return new Part.Numbers(items.items().stream()
                    .mapToDouble(flag -> ((Part.Flag) flag).set() ? 1 : 0)
                    .toArray());
        }
        throw Refusal.of(Kind.FORMAT, where(name), "a list of numbers is expected");
    }

    /** @param length how many there have to be */
    Part.Numbers numbers(String name, int length) {
        Part.Numbers numbers = numbers(name);
        if (numbers.size() != length) {
            throw Refusal.of(Kind.CONTENT, where(name), length + " numbers are expected, there are " + numbers.size());
        }
        return numbers;
    }

    String where(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    String where() {
        return where;
    }

    static int whole(double value, String where) {
        if (!(value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE)) {
            throw Refusal.of(Kind.CONTENT, where, "a whole number is expected, was " + value);
        }
        return (int) value;
    }

    private List<Part> items(String name) {
        Part part = part(name);
        if (part instanceof Part.Items items) {
            return items.items();
        }
        if (part instanceof Part.Numbers numbers && numbers.size() == 0) {
            return List.of();
        }
        throw Refusal.of(Kind.FORMAT, where(name), "a list is expected");
    }

    private Part part(String name) {
        Part part = members.get(name);
        if (part == null) {
            throw Refusal.of(Kind.FORMAT, where, "there is no '" + name + "'");
        }
        return part;
    }
}
