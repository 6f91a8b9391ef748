package org.clinicalmlops.examples.flchain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the real workspace: what is not approved cannot be deployed, and that is a fact of the types. */
class DeployTypesTest {

    @TempDir
    Path classes;

    @ParameterizedTest(name = "deploying what is {0}")
    @CsvSource({
        "Approved, ''",
        "Rejected, compiler.err.cant.apply.symbols",
        "Awaiting, compiler.err.cant.apply.symbols",
        "Verdict, compiler.err.cant.apply.symbols",
    })
    void onlyAnApprovedIsDeployed(String type, String error) {
        List<String> lines = List.of(
                "import org.clinicalmlops.api.Risk;",
                "import org.clinicalmlops.api.validate." + type + ";",
                "import org.clinicalmlops.core.Workspace;",
                "class Program {",
                "    static void run(Workspace ward, " + type + "<String, Risk> model) {",
                "        ward.deploy(model);",
                "    }",
                "}");
        List<Diagnostic<? extends JavaFileObject>> errors = errors(String.join("\n", lines));
        if (error.isEmpty()) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0).getCode()).isEqualTo(error);
            assertThat(errors.get(0).getLineNumber()).isEqualTo(6);
        }
    }

    private List<Diagnostic<? extends JavaFileObject>> errors(String program) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return program;
                    }
                };
        compiler.getTask(
                        null,
                        null,
                        found,
                        List.of(
                                "-proc:none",
                                "--release",
                                "17",
                                "-d",
                                classes.toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Xlint:none"),
                        null,
                        List.of(source))
                .call();
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }
}
