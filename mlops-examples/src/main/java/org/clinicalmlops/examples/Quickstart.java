package org.clinicalmlops.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clinicalmlops.examples.flchain.Account;
import org.clinicalmlops.examples.flchain.LaterHarm;
import org.clinicalmlops.examples.flchain.MainJob;
import org.clinicalmlops.examples.flchain.UnitChange;

/**
 * A real clinical model lives through all eight steps on real data, in one process: see the README for how to run it. Everything
 * that it prints was computed in the run.
 */
public final class Quickstart {
    private Quickstart() {}

    /** @param args none */
    public static void main(String[] args) throws IOException {
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8), Files.createTempDirectory("clinical-mlops"));
    }

    /**
     * Runs the three acts.
     *
     * @param folder where the ledgers go
     */
    static void run(PrintStream out, Path folder) {
        Account account = new Account(out);
        account.say("Clinical MLOps quickstart. Ledgers are kept in %s", folder);
        new MainJob(account, folder.resolve("main.db")).run();
        new UnitChange(account, folder.resolve("unit-change.db")).run();
        new LaterHarm(account, folder.resolve("later-harm.db")).run();
    }
}
