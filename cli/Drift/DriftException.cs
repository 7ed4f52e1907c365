namespace ZeroTrust.Cli.Drift;

/// <summary>The check cannot be made. The message says why, and what to do.</summary>
internal sealed class DriftException(string message, Exception? inner = null) : Exception(message, inner);
