package org.clinicalmlops.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** Passes everything on, except that chosen calls fail, once each or until told otherwise. Counts open connections. */
final class FaultyDataSource {
    private final DataSource real;
    private final Map<String, Integer> failingAt = new HashMap<>();
    private final Set<String> doneFirst = new HashSet<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private int openConnections;

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

    int openConnections() {
        return openConnections;
    }

    DataSource source() {
        return proxy(DataSource.class, real);
    }

    private <T> T proxy(Class<T> type, Object target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            String name = method.getName();
            boolean fails = failingAt.containsKey(name)
                    && calls.merge(name, 1, Integer::sum).equals(failingAt.get(name));
            if (fails && !doneFirst.remove(name)) {
                throw new SQLException("made to fail: " + name);
            }
            Object answer;
            try {
                answer = method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (fails) {
                throw new SQLException("answer lost: " + name);
            }
            if (target instanceof Connection && name.equals("close")) {
                openConnections--;
            }
            if (answer instanceof PreparedStatement) {
                return proxy(PreparedStatement.class, answer);
            }
            if (answer instanceof Connection) {
                openConnections++;
                return proxy(Connection.class, answer);
            }
            return answer;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
