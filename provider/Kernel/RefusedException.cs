namespace ZeroTrust.Provider.Kernel;

/// <summary>The provider will not do what is asked, and says why and what to do instead.</summary>
internal sealed class RefusedException(string message) : Exception(message);
