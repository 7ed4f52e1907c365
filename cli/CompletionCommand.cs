using System.CommandLine;

namespace ZeroTrust.Cli;

/// <summary><c>zt completion</c>: makes a shell complete commands, options and their values.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # In ~/.bashrc: eval "$(zt completion bash)"
            _zt() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(zt "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _zt zt
            """,
        ["zsh"] = """
            # In ~/.zshrc, after compinit: eval "$(zt completion zsh)"
            _zt() {
              local -a words_
              words_=("${(@f)$(zt "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              compadd -- $words_ || _files
            }
            compdef _zt zt
            """,
        ["fish"] = """
            # In ~/.config/fish/config.fish: zt completion fish | source
            complete -c zt -a '(zt "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
            """,
        ["pwsh"] = """
            # In $PROFILE: zt completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName zt -ScriptBlock {
              param($word, $line, $position)
              zt "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints the shell completion script for zt.") { shell };
        command.SetAction(arguments => arguments.InvocationConfiguration.Output.WriteLine(Scripts[arguments.GetRequiredValue(shell)]));
        return command;
    }
}
