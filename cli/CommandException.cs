namespace ZeroTrust.Cli;

/// <summary>A command failed. The message says why, and what to do.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
