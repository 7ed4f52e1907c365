namespace ZeroTrust.Provider.Kernel;

/// <summary>The provider refuses the operation; the message says why and what to do instead.</summary>
internal sealed class RefusedException(string message) : Exception(message);
