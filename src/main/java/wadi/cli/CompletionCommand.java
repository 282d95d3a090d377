package wadi.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wadi completion}: what a shell completes commands and options with. */
@Command(name = "completion", mixinStandardHelpOptions = true,
    description = "Prints what a shell needs to complete commands and options with the Tab key.",
    footer = {"", "bash, in ~/.bashrc:", "  source <(/opt/wadi/wadi completion bash)", "zsh, in ~/.zshrc:", "  source <(/opt/wadi/wadi completion zsh)"})
final class CompletionCommand implements Callable<Integer> {
  /** The shells that are known. */
  enum Shell { bash, zsh }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell;

  @Override
  public Integer call() {
    System.out.print(script(shell));
    return 0;
  }

  /** One for both: in zsh it turns on zsh's own reading of completions for bash. */
  static String script(Shell shell) {
    return (shell == Shell.zsh ? "autoload -U +X compinit && compinit\n" : "") + AutoComplete.bash("wadi", WadiCommand.line());
  }
}
