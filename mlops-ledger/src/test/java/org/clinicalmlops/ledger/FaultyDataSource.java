package org.clinicalmlops.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Passes everything on, except that chosen calls fail, once each or until told otherwise, are slow, or say something else. Counts
 * open connections. For one thread, unless nothing is made to fail.
 */
final class FaultyDataSource {
    private final DataSource real;
    private final Map<String, Integer> failingAt = new HashMap<>();
    private final Set<String> doneFirst = new HashSet<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, String> replaced = new HashMap<>();
    private final Map<String, Long> slow = new HashMap<>();
    private final Map<String, Cut> cuts = new HashMap<>();
    private final AtomicInteger openConnections = new AtomicInteger();

    /** What happens to a connection just before a call. */
    interface Cut {
        void to(Connection connection) throws SQLException;
    }

    FaultyDataSource(DataSource real) {
        this.real = real;
    }

    /** The n-th call from now on of {@code method} fails, and is not passed on. */
    void failAt(String method, int n) {
        calls.put(method, 0);
        failingAt.put(method, n);
    }

    /** The next call of {@code method} does its work, and then its answer is lost. */
    void loseAnswerOf(String method) {
        failAt(method, 1);
        doneFirst.add(method);
    }

    /** Before its next call of {@code method}, something is done to the connection; the call is passed on. */
    void cutBefore(String method, Cut cut) {
        cuts.put(method, cut);
    }

    /** Every call of {@code method} takes this much longer. */
    void slow(String method, long millis) {
        slow.put(method, millis);
    }

    /** In every SQL text, one word stands for another. */
    FaultyDataSource replace(String word, String other) {
        replaced.put(word, other);
        return this;
    }

    int openConnections() {
        return openConnections.get();
    }

    DataSource source() {
        return proxy(DataSource.class, real, null);
    }

    private <T> T proxy(Class<T> type, Object target, Connection connection) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            String name = method.getName();
            boolean fails = failingAt.containsKey(name)
                    && calls.merge(name, 1, Integer::sum).equals(failingAt.get(name));
            if (fails && !doneFirst.remove(name)) {
                throw new SQLException("made to fail: " + name);
            }
            Cut cut = cuts.remove(name);
            if (cut != null) {
                cut.to(connection);
            }
            if (slow.containsKey(name)) {
                Thread.sleep(slow.get(name));
            }
            Object answer;
            try {
                answer = method.invoke(target, said(arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (fails) {
                throw new SQLException("answer lost: " + name);
            }
            if (target instanceof Connection && name.equals("close")) {
                openConnections.decrementAndGet();
            }
            if (answer instanceof PreparedStatement) {
                return proxy(PreparedStatement.class, answer, connection);
            }
            if (answer instanceof Statement) {
                return proxy(Statement.class, answer, connection);
            }
            if (answer instanceof Connection opened) {
                openConnections.incrementAndGet();
                return proxy(Connection.class, answer, opened);
            }
            return answer;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object[] said(Object[] arguments) {
        if (arguments == null || arguments.length == 0 || !(arguments[0] instanceof String text)) {
            return arguments;
        }
        Object[] others = arguments.clone();
        for (Map.Entry<String, String> word : replaced.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        others[0] = text;
        return others;
    }
}
