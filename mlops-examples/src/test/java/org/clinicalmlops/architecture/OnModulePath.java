package org.clinicalmlops.architecture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A host that is a module of its own: compiled, and run in a JVM of its own, with nothing on the path but what is named. */
final class OnModulePath {
    /** A class of each module or jar, by which it is found on the class path of the tests. */
    private static final Map<String, String> MARKS = Map.ofEntries(
            Map.entry("org.clinicalmlops.api", "org.clinicalmlops.api.Estimate"),
            Map.entry("org.clinicalmlops.metrics", "org.clinicalmlops.metrics.Metrics"),
            Map.entry("org.clinicalmlops.ledger", "org.clinicalmlops.ledger.JdbcLedger"),
            Map.entry("org.clinicalmlops.core", "org.clinicalmlops.core.Workspace"),
            Map.entry("org.clinicalmlops.monitoring", "org.clinicalmlops.monitoring.StandardMonitoring"),
            Map.entry("org.clinicalmlops.testkit", "org.clinicalmlops.testkit.ledger.MemoryLedger"),
            Map.entry("org.clinicalmlops.fhir", "org.clinicalmlops.fhir.FhirOutput"),
            Map.entry("org.clinicalmlops.smile", "org.clinicalmlops.smile.RandomForest"),
            Map.entry("org.clinicalmlops.cdshooks", "org.clinicalmlops.cdshooks.CdsHooks"),
            Map.entry("org.jspecify", "org.jspecify.annotations.NullMarked"),
            Map.entry("commons.math3", "org.apache.commons.math3.special.Gamma"),
            Map.entry("org.slf4j", "org.slf4j.Logger"),
            Map.entry("com.fasterxml.jackson.core", "com.fasterxml.jackson.core.JsonFactory"),
            Map.entry("com.fasterxml.jackson.annotation", "com.fasterxml.jackson.annotation.JsonProperty"),
            Map.entry("com.fasterxml.jackson.databind", "com.fasterxml.jackson.databind.ObjectMapper"),
            Map.entry("com.fasterxml.jackson.datatype.jsr310", "com.fasterxml.jackson.datatype.jsr310.JavaTimeModule"),
            Map.entry("hapi.fhir.base", "ca.uhn.fhir.context.FhirContext"),
            Map.entry("org.hl7.fhir.r4", "org.hl7.fhir.r4.model.RiskAssessment"),
            Map.entry("org.hl7.fhir.utilities", "org.hl7.fhir.utilities.xhtml.XhtmlNode"),
            Map.entry("org.apache.commons.io", "org.apache.commons.io.IOUtils"),
            Map.entry("org.apache.commons.lang3", "org.apache.commons.lang3.StringUtils"),
            Map.entry("jakarta.annotation", "jakarta.annotation.Nonnull"),
            Map.entry("de.siegmar.fastcsv", "de.siegmar.fastcsv.reader.CsvReader"),
            Map.entry("org.xerial.sqlitejdbc", "org.sqlite.SQLiteDataSource"));

    private final Path directory;
    private final List<Path> path;

    /**
     * @param directory for the compiled host
     * @param modules what the host has on its path
     */
    OnModulePath(Path directory, String... modules) {
        this.directory = directory;
        this.path = Arrays.stream(modules).map(OnModulePath::location).toList();
    }

    static ModuleReference module(String name) {
        return ModuleFinder.of(location(name)).find(name).orElseThrow(() -> new IllegalStateException("no " + name));
    }

    /** What the compiler says; empty if it compiled. The null annotations are there for it, and only for it. */
    String compile(String moduleInfo, String main) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path descriptor = Files.writeString(sources.resolve("module-info.java"), moduleInfo);
        Path file = Files.writeString(sources.resolve("Main.java"), main);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<Path> visible = Stream.concat(path.stream(), Stream.of(location("org.jspecify")))
                .toList();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        said,
                        said,
                        "--release",
                        "17",
                        "-proc:none",
                        "-d",
                        directory.resolve("host").toString(),
                        "-p",
                        joined(visible),
                        descriptor.toString(),
                        file.toString());
        return code == 0 ? "" : said.toString(StandardCharsets.UTF_8);
    }

    /** What {@code host.Main} of the module {@code host} printed, and its exit code at the end. */
    String run() throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-p",
                        joined(Stream.concat(Stream.of(directory.resolve("host")), path.stream())
                                .toList()),
                        "-m",
                        "host/host.Main",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the host did not end: " + Files.readString(output));
        }
        return Files.readString(output) + "exit " + process.exitValue();
    }

    private static Path location(String module) {
        try {
            URI place = Class.forName(MARKS.get(module), false, OnModulePath.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(place);
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(module + " is not on the class path of the tests", e);
        }
    }

    private static String joined(List<Path> path) {
        return path.stream().map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
    }
}
